import type { Signal } from "../core/decision.ts";
import type { Mode } from "../core/mode.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import { parallelSurfaces } from "./units.ts";

export interface Bounded {
  mode: Mode;
  probabilities: Record<Mode, number>;
  /** Set when the mode was changed. */
  reason: string | null;
  signal: Signal | null;
}

/**
 * The last word: a fan-out needs two surfaces that exist, whoever suggested it. What it loses goes to `sequential`, and to
 * `focused` where all that was found is one file of the kind; probability included.
 */
export function boundMode(suggested: {
  mode: Mode;
  probabilities: Readonly<Record<Mode, number>>;
  goal: GoalText;
  facts: Pick<IntakeFacts, "surfaces" | "units" | "namesakes" | "followUp">;
}): Bounded {
  const { mode, goal, facts } = suggested;
  const probabilities = { ...suggested.probabilities };
  if (facts.followUp && mode !== "focused") {
    const reason = "A follow-up goes on with work that exists: one story on its branch.";
    return {
      mode: "focused",
      probabilities: { focused: 0.95, sequential: 0.025, parallel: 0.025 },
      reason,
      signal: { name: "follow-up", detail: reason, weight: 0, towards: "focused" },
    };
  }
  const surfaces = parallelSurfaces(goal, facts);
  if (mode !== "parallel" || surfaces >= 2) return { mode, probabilities, reason: null, signal: null };
  const oneFile = surfaces === 1 && facts.surfaces.length === 0 && facts.namesakes > 0;
  const instead: Mode = oneFile ? "focused" : "sequential";
  const found = surfaces === 0 ? "none was" : oneFile ? "only one file was" : "only one was";
  const steps = oneFile ? "one story" : "ordered steps";
  const reason = `Parallel needs two surfaces that exist at the base and ${found} found: ${steps} instead.`;
  return {
    mode: instead,
    probabilities: { ...probabilities, [instead]: probabilities[instead] + probabilities.parallel, parallel: 0 },
    reason,
    signal: { name: "parallel-needs-surfaces", detail: reason, weight: 0, towards: instead },
  };
}
