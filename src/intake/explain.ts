import type { Signal } from "../core/decision.ts";
import type { Mode } from "../core/mode.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";

/** Facts that carry no weight of their own, so that a person sees what was found and what was not. */
export function factSignals(goal: GoalText, facts: IntakeFacts): Signal[] {
  const signals: Signal[] = [];
  for (const surface of facts.surfaces) {
    const files = surface.files === 1 ? "" : ` (${surface.files} files)`;
    signals.push({ name: "names", detail: `"${surface.mention}" is ${surface.path}${files}`, weight: 0 });
  }
  for (const claim of goal.claims) {
    signals.push({
      name: "claim",
      detail: `"${claim}" says how to run: it is no evidence and was left out`,
      weight: 0,
    });
  }
  for (const missing of facts.missing) signals.push({ name: "missing", detail: missing, weight: 0 });
  return signals;
}

/** Signals that say more about the repository or the language than about this goal: they make no reason. */
const background = new Set([
  "bias",
  "wide-here",
  "texts-here",
  "units",
  "text-units",
  "length",
  "words-sequential",
  "words-parallel",
]);

/** One sentence: why this mode, by the evidence that moved it most. `surfaces`: how many could be worked on apart. */
export function reasonFor(mode: Mode, signals: readonly Signal[], surfaces: number): string {
  const because = signals.filter(
    ({ name, towards, weight, detail }) =>
      towards === mode && (weight ?? 0) > 0.2 && !background.has(name) && !/^(not|no)\b/.test(detail),
  );
  const details = because.slice(0, 2).map((signal) => signal.detail);
  const start = {
    focused: "One surface, one story",
    sequential: "Ordered steps on shared code",
    parallel: `${surfaces} separate surfaces exist at the base`,
  }[mode];
  const otherwise = mode === "focused" ? "nothing shows more" : "changes called like this one mostly were";
  return `${start}: ${details.length === 0 ? otherwise : details.join("; ")}.`;
}
