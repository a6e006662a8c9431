import { type Decision, type DecisionSource, decisive, type Signal } from "../core/decision.ts";
import { type Mode, modes } from "../core/mode.ts";
import type { RunState } from "../state/run-state.ts";
import { wrapText } from "../text/cells.ts";
import { plainLine } from "../text/plain.ts";
import { listText, percent } from "../text/units.ts";
import { type Layout, labelled, table, wrapped } from "./layout.ts";

const sourceWords: Readonly<Record<DecisionSource, string>> = {
  rules: "by rules",
  model: "by the model, bounded by rules",
  flag: "as asked",
};

/** Where the modes' figures are known from; which mode's, where they differ. */
export function basisText(modes: readonly { mode: Mode; basis: string }[]): string {
  const known = [...Map.groupBy(modes, ({ basis }) => basis)];
  const whose = (some: typeof modes) => listText(some.map(({ mode }) => mode));
  const said = known.map(([basis, some]) => (known.length === 1 ? `: ${basis}` : ` of ${whose(some)}: ${basis}`));
  return `Time and tokens${said.join(";")}`;
}

/** How sure a decision is and where it comes from: `82% sure, by rules`. */
export function certainty(decision: Decision): string {
  if (decision.source === "flag") return sourceWords.flag;
  return `${chanceText(decision.confidence)} sure, ${sourceWords[decision.source]}`;
}

/** Nobody is wholly sure: what is rounded up to that is not said. */
const mostSure = 0.99;

export function chanceText(chance: number): string {
  return percent(Math.min(chance, mostSure));
}

/**
 * How likely each mode is the right one, as it is shown: the suggestion as it was said, and the others share the rest. Whole
 * hundredths, which add up to 1.
 */
export function chancesOf({ mode, confidence, probabilities }: Decision): Readonly<Record<Mode, number>> {
  const others = modes.filter((each) => each !== mode);
  const sum = others.reduce((all, each) => all + probabilities[each], 0);
  const share = (each: Mode) => (1 - confidence) * (sum > 0 ? probabilities[each] / sum : 1 / others.length);
  const chance = (each: Mode) => (each === mode ? confidence : share(each));
  return inHundredths(
    { focused: chance("focused"), sequential: chance("sequential"), parallel: chance("parallel") },
    mode,
  );
}

/** The modes' shares in whole hundredths, which add up to 1; `first`: the one whose own rounding counts. */
export function inHundredths(
  shares: Readonly<Record<Mode, number>>,
  first: Mode = largestOf(shares),
): Readonly<Record<Mode, number>> {
  const [second = first, third = first] = modes.filter((mode) => mode !== first).sort((a, b) => shares[b] - shares[a]);
  const said = Math.round(Math.min(shares[first], mostSure) * 100);
  const rest = 100 - said;
  const least = Math.min(Math.max(0, rest - Math.round(shares[second] * 100)), Math.floor(rest / 2));
  const whole = { focused: 0, sequential: 0, parallel: 0, [first]: said, [second]: rest - least, [third]: least };
  return { focused: whole.focused / 100, sequential: whole.sequential / 100, parallel: whole.parallel / 100 };
}

function largestOf(shares: Readonly<Record<Mode, number>>): Mode {
  return modes.reduce((most, mode) => (shares[mode] > shares[most] ? mode : most));
}

/** Whether a suggestion is so unsure that a person compares the modes before they choose. */
export function isUnsure({ source, confidence }: Decision): boolean {
  return source !== "flag" && confidence < decisive;
}

/** What is said above modes that are to be compared. */
export const unsureText = "For each mode: how likely it is the right one, what it costs, and what runs:";

/** Intake's decision: mode, how sure and why; with `explain` every signal and weight that led there. */
export function renderDecision(decision: Decision, layout: Layout, explain: boolean): string[] {
  const { paint, width } = layout;
  const lines = [
    ...wrapText(`${paint("bold", decision.mode)} ${paint("dim", `(${certainty(decision)})`)}`, width),
    ...wrapped(plainLine(decision.reason), width, layout),
  ];
  if (decision.question !== null) lines.push("", ...labelled("question", plainLine(decision.question), 10, layout));
  if (!explain) return lines;
  lines.push("", ...renderProbabilities(decision, layout));
  if (decision.signals.length > 0) lines.push("", ...renderSignals(decision, layout));
  return lines;
}

function renderProbabilities(decision: Decision, { width }: Layout): string[] {
  const longest = Math.min(20, width - 22);
  const shown = inHundredths(decision.probabilities);
  return table(
    modes.map((mode) => {
      const share = decision.probabilities[mode];
      return [`  ${mode}`, chanceText(shown[mode]).padStart(4), "█".repeat(Math.round(share * longest))];
    }),
  );
}

/** Every signal with what it adds. The weighed ones add up. */
function renderSignals(decision: Decision, layout: Layout): string[] {
  const ranked = rankedSignals(decision.signals);
  const row = (label: string, text: string) => labelled(label, plainLine(text), oddsColumn, layout, 2);
  const lines = ranked.flatMap((signal) => row(labelOf(signal), `${signal.name}: ${signal.detail}`));
  const sums = sumOfOdds(decision.signals);
  if (sums === null) return lines;
  const head = row(" seq.   par.", "log-odds of sequential and of parallel against focused");
  return [...head, ...lines, ...row(oddsText(sums), "sum, by the rules")];
}

const oddsColumn = 15;

/** What weighed most first; facts without a weight keep their order behind it. */
export function rankedSignals(signals: readonly Signal[]): Signal[] {
  return signals.toSorted((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0));
}

function labelOf({ odds, weight }: Signal): string {
  if (odds !== undefined) return oddsText(odds);
  return weight ? "rule" : "fact";
}

function oddsText({ sequential, parallel }: NonNullable<Signal["odds"]>): string {
  return `${signed(sequential)}  ${signed(parallel)}`;
}

/** With its sign and two decimals, as wide as any other below ten. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return `${Number(text) === 0 ? " " : value < 0 ? "-" : "+"}${text}`;
}

/** What all signals add to the log-odds of either mode against `focused`; `null` where nothing was weighed. */
export function sumOfOdds(signals: readonly Signal[]): NonNullable<Signal["odds"]> | null {
  const weighed = signals.flatMap(({ odds }) => (odds === undefined ? [] : [odds]));
  if (weighed.length === 0) return null;
  const sum = (mode: "sequential" | "parallel") => weighed.reduce((total, odds) => total + odds[mode], 0);
  return { sequential: sum("sequential"), parallel: sum("parallel") };
}

/** The mode and its reason; a reason for another mode than the one that ran is named as that. */
export function modeRows(view: RunState, mode: Mode): [label: string, text: string][] {
  const { decision, chosen } = view;
  if (decision === null) return [["mode", mode]];
  const reason = plainLine(decision.reason);
  if (mode === decision.mode)
    return [
      ["mode", `${mode} (${certainty(decision)})`],
      ["reason", reason],
    ];
  // What was chosen need not be what runs: a plan that does not pay is brought down.
  const lowered = chosen !== null && chosen.mode !== mode;
  const by = lowered
    ? `by the rules, in place of ${chosen.mode}`
    : chosen?.by === "person"
      ? "chosen by you"
      : "as asked";
  return [
    ["mode", `${mode}, ${by}`],
    ["suggested", `${decision.mode} (${certainty(decision)}): ${reason}`],
  ];
}
