import { defaultCap, type Mode } from "../core/mode.ts";
import type { ModeOutlook } from "../core/person.ts";
import type { Story } from "../core/story.ts";
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
  return `about ${duration(costs.wallMs)} and ${tokens(costs.tokens)} tokens (${basis(costs)})`;
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
  const all = `about ${duration(expectedMs(stories, parallelism, known))} and ${tokens(expectedTokens(stories, known))} tokens`;
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
  return `median of ${costs.runs} runs ${costs.scope === "repository" ? "of this repository" : "on this machine"}`;
}

/** A time as people say it: `40 s`, `6 min`, `1 h 20 min`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A count of tokens as people say it: `900`, `85k`, `1.2M`. */
export function tokens(count: number): string {
  if (count < 1000) return String(Math.round(count));
  if (count < 999_500) return `${Math.round(count / 1000)}k`;
  return `${(count / 1_000_000).toFixed(1)}M`;
}
