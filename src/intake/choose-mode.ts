import { assumedCosts, type Mode, modes } from "../core/mode.ts";
import { type Bounded, boundMode } from "./bound.ts";
import { cheapestMode, type ModeCosts } from "./cost.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";
import type { Model } from "./model.ts";
import { listedUnits, parallelSurfaces, toldApart, unitsToMake } from "./units.ts";

/** A list of places that exist makes a fan-out decisive from this probability on. */
const decisiveParallel = 0.75;

export interface Choice extends Bounded {
  /** Sure enough to stand without a model; otherwise the mode is the one that costs least if it is wrong. */
  decisive: boolean;
}

/**
 * The mode to suggest for these probabilities: the likeliest where that was right nine times of ten, else the one whose
 * expected cost is least. `costs`: what the modes took in this repository; `null`: nothing was measured yet.
 */
export function chooseMode(asked: {
  probabilities: Readonly<Record<Mode, number>>;
  goal: GoalText;
  facts: Pick<IntakeFacts, "surfaces" | "units" | "namesakes" | "followUp">;
  decisiveAt: Model["decisiveAt"];
  costs?: ModeCosts | null;
}): Choice {
  const { probabilities, facts, decisiveAt } = asked;
  const likeliest = modes.reduce(
    (best, mode) => (probabilities[mode] > probabilities[best] ? mode : best),
    "focused" as Mode,
  );
  const least = likeliest === "parallel" ? decisiveParallel : decisiveAt[likeliest];
  const listed = likeliest !== "parallel" || listedUnits(asked.goal, facts).length >= 2;
  const isForMany = unitsToMake(asked.goal) > 0 || toldApart(asked.goal) > 0;
  const oneForAll = likeliest === "focused" && isForMany;
  const decisive = listed && !oneForAll && probabilities[likeliest] >= least;
  // A fan-out that nothing was found for is no bet, however cheap: only where it is likelier than not its bound is told.
  const canFanOut = probabilities.parallel > 0.5 || parallelSurfaces(asked.goal, facts) >= 2;
  const among = canFanOut ? modes : modes.filter((mode) => mode !== "parallel");
  const mode = decisive ? likeliest : cheapestMode(probabilities, asked.costs ?? assumedCosts, among);
  const bounded = boundMode({ mode, probabilities, goal: asked.goal, facts });
  const isOneFile = bounded.mode === "focused" && !isForMany && bounded.probabilities.focused >= decisiveAt.focused;
  const sure = bounded.signal === null ? bounded.probabilities : afterBound(bounded.mode, probabilities);
  return { ...bounded, probabilities: sure, decisive: decisive || (bounded.signal !== null && isOneFile) };
}

/**
 * How likely the modes are where a fan-out was bound, as it was right on past changes: steps instead of one are no likelier
 * than they were; one story for the one file of a kind gets half of what the fan-out had.
 */
function afterBound(mode: Mode, probabilities: Readonly<Record<Mode, number>>): Record<Mode, number> {
  if (mode !== "focused") return { ...probabilities };
  const half = probabilities.parallel / 2;
  return { ...probabilities, focused: probabilities.focused + half, parallel: half };
}
