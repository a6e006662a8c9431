import type { CheckFacts } from "../core/check.ts";
import type { DecisionSource } from "../core/decision.ts";
import type { RunFigures, StoryEnd } from "../core/event.ts";
import type { Mode } from "../core/mode.ts";
import type { StoryId } from "../core/story.ts";

/** One story as the body of a request reports it. */
export interface BodyStory {
  id: StoryId;
  title: string;
  outcome: StoryEnd;
  reason: string;
  /** Agents that took over from one another, each as a sentence. */
  takenOver?: readonly string[];
  /** Paths that its agent made and no commit took: ignored ones, and those of submodules. */
  leftOut?: readonly string[];
  /** The commit on the delivered branch; `null` when nothing of the story landed. */
  commit: string | null;
  /** Patterns that the story may write, with the paths that were granted to it. */
  owns: readonly string[];
}

/** A path of the delivered diff. */
export interface ChangedFile {
  path: string;
  insertions: number;
  deletions: number;
}

/** What a request's title and body are made of. Texts are data: they are escaped before they are shown. */
export interface BodyFacts {
  /** In the person's words. */
  goal: string;
  /** A person typed the goal: whether it breaks something is theirs to say. */
  typed?: boolean;
  mode: Mode;
  reason: string;
  source: DecisionSource;
  /** Those who took over from one another in answering what the plan came from, each as a sentence. */
  askedInstead?: readonly string[];
  stories: readonly BodyStory[];
  /** The checks that ran on the result. */
  checks: readonly CheckFacts[];
  /** What is to be said of checks that did not run. */
  unchecked: readonly string[];
  /** What to know of the names of new files, each as a sentence. */
  names?: readonly string[];
  figures: Omit<RunFigures, "outcome" | "exitCode">;
  /** Something that was asked for is not in it. */
  partial: boolean;
}
