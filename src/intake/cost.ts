import { assumedCosts, type Mode, type ModeCost, modes } from "../core/mode.ts";

/** What each mode takes, measured in this repository or assumed. */
export type ModeCosts = Readonly<Record<Mode, ModeCost>>;

/** One agent that has to do what wanted steps loses its way: so much longer it takes than the steps would. */
const lostWay = 1.15;
/** A token is worth half of the time it takes to wait for it. */
const tokenWeight = 0.5;

/**
 * What it costs to run `chosen` where `right` was right, over what the right mode would have cost; 0 for the right one.
 * In units of one agent's run.
 */
export function regret(chosen: Mode, right: Mode, costs: ModeCosts = assumedCosts): number {
  if (chosen === right) return 0;
  const wall = wallOf(chosen, right, costs) - wallOf(right, right, costs);
  const tokens = costs[chosen].tokens - costs[right].tokens;
  return Math.max(0, wall / costs.focused.wall) + tokenWeight * Math.max(0, tokens / costs.focused.tokens);
}

/** A fan-out saves time only where there was something to fan out; steps cost their hand-overs where none was needed. */
function wallOf(chosen: Mode, right: Mode, { focused, sequential, parallel }: ModeCosts): number {
  if (chosen === "parallel")
    return right === "parallel" ? parallel.wall : right === "sequential" ? focused.wall * lostWay : focused.wall;
  if (right === "sequential") return chosen === "focused" ? focused.wall * lostWay : focused.wall;
  return chosen === "focused" ? focused.wall : sequential.wall;
}

/** Of some modes the one whose expected regret is least; the first of equals, which is the cheapest. */
export function cheapestMode(
  probabilities: Readonly<Record<Mode, number>>,
  costs: ModeCosts = assumedCosts,
  among: readonly Mode[] = modes,
): Mode {
  const expected = (chosen: Mode) =>
    modes.reduce((sum, right) => sum + probabilities[right] * regret(chosen, right, costs), 0);
  return among.reduce((best, mode) => (expected(mode) < expected(best) - 1e-9 ? mode : best), "focused" as Mode);
}
