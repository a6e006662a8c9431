import type { Decision } from "./decision.ts";
import type { Mode } from "./mode.ts";
import type { Story, StoryId } from "./story.ts";

export interface Plan {
  version: 1;
  goal: string;
  mode: Mode;
  stories: Story[];
}

/** The text of a plan that somebody hands over is no longer than this. */
export const mostPlanBytes = 32 * 1024 * 1024;

/** A plan that was made earlier or by hand, and what intake had decided when `baro plan` made it. */
export interface GivenPlan {
  plan: Plan;
  decision: Decision | null;
}

/** The rules that may change a plan; every change is reported under one of these names. */
export const ruleNames = [
  "focused-is-one",
  "cap",
  "unknown-dependency",
  "cycle",
  "sequential-is-a-chain",
  "surface-required",
  "overlap",
  "needs",
  "needs-what-goes",
  "coupled",
  "shared-file",
  "does-not-pay",
  "verification-only",
  "repair",
] as const;
export type RuleName = (typeof ruleNames)[number];

export interface PlanChange {
  rule: RuleName;
  stories: StoryId[];
  why: string;
}

/** Weak evidence about two stories that was added up, in log-odds: above 0 they are put in order. */
export interface PairWeighing {
  /** `base` and all `parts` together. */
  margin: number;
  /** What two stories start with. */
  base: number;
  /** Heaviest for order first; what was not found is left out. */
  parts: { feature: string; value: number; part: number }[];
}

/** The verdict on two stories that no declared dependency orders. */
export interface PairVerdict {
  a: StoryId;
  b: StoryId;
  verdict: "independent" | "ordered";
  /** One line of evidence that a person can check. */
  why: string;
  /** The rule that ordered them; absent for independent stories. */
  rule?: RuleName;
  /** The evidence leaves room for doubt: `--strict` orders such a pair. */
  doubt?: boolean;
  /** The features that were weighed; absent where a rule decided alone. */
  weighed?: PairWeighing;
}

/** A plan that obeys every rule, with the account of what was changed to make it so. */
export interface EnforcedPlan {
  plan: Plan;
  changes: PlanChange[];
  pairs: PairVerdict[];
  /** How many independent pairs are not among `pairs`, because there are thousands; absent: none. */
  pairsLeftOut?: number;
  /** The largest number of stories that may run at the same time (the antichain's size). */
  width: number;
  /** The most agents at once: 1 in focused and sequential. */
  parallelism: number;
  /** One line on the time and tokens it is expected to take, from recorded runs; says so when there are none. */
  expected?: string;
  /** What evidence could not be had, one line each. */
  missing?: string[];
}

/** What a rule makes of a list of stories, with an account of everything that it changed. */
export interface Ruled {
  stories: Story[];
  changes: PlanChange[];
}

/** The plan without a story; what waited for it waits for what it waited for. */
export function dropStory(plan: Plan, id: StoryId): Plan {
  const dropped = plan.stories.find((story) => story.id === id);
  if (dropped === undefined) return plan;
  const stories = plan.stories
    .filter((story) => story !== dropped)
    .map((story) => ({ ...story, dependsOn: without(story, dropped) }));
  return { ...plan, stories };
}

function without(story: Story, dropped: Story): StoryId[] {
  if (!story.dependsOn.includes(dropped.id)) return story.dependsOn;
  const inherited = story.dependsOn.flatMap((id) => (id === dropped.id ? dropped.dependsOn : [id]));
  return [...new Set(inherited)].filter((id) => id !== story.id && id !== dropped.id);
}

/** The plan with a story in the place of the one of the same id. */
export function replaceStory(plan: Plan, changed: Story): Plan {
  return { ...plan, stories: plan.stories.map((story) => (story.id === changed.id ? changed : story)) };
}
