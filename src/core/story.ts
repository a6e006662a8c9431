/** `S1`, `S2`, … */
export type StoryId = string;

export const weights = ["light", "standard", "heavy"] as const;
export type Weight = (typeof weights)[number];

/** Why a story ended that a person stopped. */
export const stoppedByYou = "You stopped it";

/** One agent's piece of work: what to do, and which paths it may write. */
export interface Story {
  id: StoryId;
  title: string;
  brief: string;
  /** Repository-relative patterns: a path, `dir/`, or a glob with `*`, `**`, `?`, `{a,b}`. Empty: undeclared. */
  writes: string[];
  reads: string[];
  dependsOn: StoryId[];
  acceptance: string[];
  /** Commands, run in the story's worktree, that must pass. */
  verify: string[];
  weight: Weight;
  /** What the machine must have that works on it, where there is a choice: `gpu`, `os=linux`. */
  needs?: string[];
}
