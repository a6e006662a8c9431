import { defaultCap, type Mode } from "../core/mode.ts";
import type { ModeOutlook } from "../core/person.ts";
import type { Story } from "../core/story.ts";
import { roughTimeText } from "../text/duration.ts";
import { plural, roughCountText } from "../text/units.ts";
import type { CostModel, ModeCosts } from "./cost-model.ts";
import { makespan } from "./shape.ts";
import { standardCost } from "./story-cost.ts";

const noData = "no data yet";

/** One line per mode for the picker, short enough for 80 columns: what runs, what for, and what it cost so far. */
export function modeOutlook(costs: CostModel | null, parallelism: number): ModeOutlook {
  const line = (mode: Mode, what: string) => `${what}; ${costsSoFar(costs?.[mode])}`;
  return {
    focused: line("focused", "one agent, no planning: one surface"),
    sequential: line("sequential", `up to ${defaultCap.sequential} agents in turn: ordered steps`),
    parallel: line("parallel", `up to ${parallelism} agents at once: separate parts`),
  };
}

function costsSoFar(costs: ModeCosts | undefined): string {
  if (costs === undefined) return noData;
  return `about ${roughTimeText(costs.wallMs)} and ${roughCountText(costs.tokens)} tokens (${basis(costs)})`;
}

/** What a plan of this shape is expected to take, or that there is no data yet. */
export function planOutlook(
  stories: readonly Story[],
  mode: Mode,
  parallelism: number,
  costs: CostModel | null,
): string {
  const known = costs?.[mode];
  if (known === undefined) return `Expected time and tokens: ${noData}`;
  const all = `about ${roughTimeText(expectedMs(stories, parallelism, known))} and ${roughCountText(expectedTokens(stories, known))} tokens`;
  return `Expected: ${all} (${basis(known)})`;
}

/** Wall clock of the stories with at most `agents` at once, with what surrounds them. */
export function expectedMs(stories: readonly Story[], agents: number, costs: ModeCosts): number {
  return costs.overheadMs + makespan(stories, agents, (story) => standardCost(story) * costs.storyMs);
}

/** Tokens of all stories. */
export function expectedTokens(stories: readonly Story[], costs: ModeCosts): number {
  return stories.reduce((sum, story) => sum + standardCost(story) * costs.storyTokens, 0);
}

/** Where the figures come from. */
export function basis(costs: ModeCosts): string {
  return `median of ${plural(costs.runs, "run")} ${costs.scope === "repository" ? "of this repository" : "on this machine"}`;
}
