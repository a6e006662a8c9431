import { assumedCosts, defaultCap, type Mode, modes } from "../core/mode.ts";
import type { ModeOutlook } from "../core/person.ts";
import type { Story } from "../core/story.ts";
import { roughTimeText } from "../text/duration.ts";
import { percent, plural, roughCountText } from "../text/units.ts";
import { type CostModel, type ModeCosts, standardCost } from "./cost-model.ts";
import { makespan } from "./shape.ts";

const assumedBasis = "typical, relative to one agent (too few runs so far)";

/**
 * What runs in each mode and what it cost so far, in words for somebody new: one line of 80 columns for each. Where no mode
 * was measured it is told against one agent's run, where one was the others are estimated from it, so that all can be
 * compared; `basis` says which it is.
 */
export function modeOutlook(costs: CostModel | null, parallelism: number): ModeOutlook {
  const measured = modes.find((mode) => costs?.[mode] !== undefined);
  const line = (mode: Mode, what: string) => {
    const known = costs?.[mode];
    const from = measured === undefined ? undefined : costs?.[measured];
    const assumed = assumedCosts[mode];
    if (known !== undefined) return { what, cost: costText(known.wallMs, known.tokens), basis: basis(known) };
    if (measured === undefined || from === undefined) {
      return { what, cost: `${assumed.wall}x time, ${assumed.tokens}x tokens`, basis: assumedBasis };
    }
    const one = assumedCosts[measured];
    const cost = costText((from.wallMs * assumed.wall) / one.wall, (from.tokens * assumed.tokens) / one.tokens);
    return { what, cost, basis: `estimated from ${measured} (too few runs so far)` };
  };
  return {
    focused: line("focused", "one agent does it all"),
    sequential: line("sequential", `up to ${defaultCap.sequential} agents, in turn`),
    parallel: line("parallel", `up to ${parallelism} agents at once`),
  };
}

function costText(wallMs: number, tokens: number): string {
  return `about ${roughTimeText(wallMs)}, ${roughCountText(tokens)} tokens`;
}

/** What a plan of this shape is expected to take; what side by side saves is told even where nothing was measured yet. */
export function planOutlook(
  stories: readonly Story[],
  mode: Mode,
  parallelism: number,
  costs: CostModel | null,
): string {
  const known = costs?.[mode];
  if (known === undefined) {
    const inTurn = makespan(stories, 1, standardCost);
    const share = inTurn === 0 ? 1 : makespan(stories, parallelism, standardCost) / inTurn;
    const saves =
      mode === "parallel" && share < 1 ? `about ${percent(share)} of the time they would take one after another` : null;
    return `Expected: ${saves ?? "not known"} (too few runs so far)`;
  }
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
