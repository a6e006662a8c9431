import type { Signal } from "../core/decision.ts";
import { type Mode, modes } from "../core/mode.ts";
import { percent } from "../text/units.ts";
import type { GoalText } from "./goal-text.ts";
import type { IntakeFacts } from "./intake-facts.ts";

/** Facts that carry no weight of their own, so that a person sees what was found and what was not. */
export function factSignals(goal: GoalText, facts: IntakeFacts): Signal[] {
  const signals: Signal[] = [];
  for (const surface of facts.surfaces) {
    const files = surface.files === 1 ? "" : ` (${surface.files} files)`;
    signals.push({
      name: "names",
      detail: `"${surface.mention}" is ${surface.path}${files}`,
      weight: 0,
      path: surface.path,
    });
  }
  for (const claim of goal.claims) {
    signals.push({
      name: "claim",
      detail: `"${claim}" says how to run: it is not evidence and was left out`,
      weight: 0,
    });
  }
  for (const missing of facts.missing) signals.push({ name: "missing", detail: missing, weight: 0 });
  return signals;
}

/** Signals that say more about the repository or the wording than about this goal: they make no reason. */
const background = new Set(["bias", "habits", "repository", "wording", "rest"]);

/**
 * One sentence: why this mode, by the evidence that moved it most. `surfaces`: how many could be worked on apart; `sure`:
 * the evidence is enough for it.
 */
export function reasonFor(mode: Mode, signals: readonly Signal[], surfaces: number, sure: boolean): string {
  const because = signals.filter(
    ({ name, towards, weight, detail, absent }) =>
      towards === mode && (weight ?? 0) > 0.2 && !background.has(name) && detail !== "" && !absent,
  );
  const details = because.slice(0, 2).map((signal) => signal.detail);
  const start = {
    focused: `One story ${sure ? "is" : "may be"} enough`,
    sequential: signals.some(({ name }) => name === "ordered-steps")
      ? "Ordered steps on the same code"
      : "Several steps on the same code",
    parallel: `${surfaces} places ${sure ? "can" : "could"} be worked on separately`,
  }[mode];
  const otherwise = mode === "focused" ? "nothing calls for more" : "most changes with titles like this one were";
  return `${start}: ${details.length === 0 ? otherwise : details.join(", and ")}.`;
}

/** What is added to the reason where the rules are not sure, so that nobody takes a guess for knowledge. */
export function doubt(
  mode: Mode,
  probabilities: Readonly<Record<Mode, number>>,
  chosenBy: "figures-here" | "typical-figures" | "bounds",
): string {
  const others = modes
    .filter((other) => other !== mode && probabilities[other] >= 0.05)
    .map((other) => `, ${other} ${percent(probabilities[other])}`);
  const unsure = `Not sure (${mode} ${percent(probabilities[mode])}${others.join("")})`;
  if (chosenBy === "bounds") return `${unsure}.`;
  const figures = chosenBy === "figures-here" ? "at what runs cost in this repository" : "at typical costs";
  return `${unsure}: ${figures}, ${mode} is the cheapest bet.`;
}
