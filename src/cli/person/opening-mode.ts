import type { Decision } from "../../core/decision.ts";
import { type Mode, modes } from "../../core/mode.ts";

/** Below this confidence the suggestion is not better than a guess between the two likeliest modes. */
const sureEnough = 0.6;

/** The mode that the picker opens on: the suggestion, or the cheaper of the two likeliest when it is not sure. */
export function openingMode(decision: Decision): Mode {
  if (decision.confidence >= sureEnough) return decision.mode;
  const likeliest = modes.toSorted((a, b) => rank(b, decision) - rank(a, decision)).slice(0, 2);
  // `modes` goes from cheap to dear: more stories cost more.
  return modes.find((mode) => likeliest.includes(mode)) ?? decision.mode;
}

/** The suggestion is always one of the candidates, whatever the probabilities say. */
function rank(mode: Mode, decision: Decision): number {
  return mode === decision.mode ? Number.POSITIVE_INFINITY : decision.probabilities[mode];
}
