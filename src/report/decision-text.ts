import type { Decision, DecisionSource, Signal } from "../core/decision.ts";
import { modes } from "../core/mode.ts";
import { labelled, table } from "./columns.ts";
import type { Layout } from "./paint.ts";
import { plainLine, wrapText } from "./terminal-text.ts";

const sourceWords: Readonly<Record<DecisionSource, string>> = {
  rules: "by rules",
  model: "by the model, bounded by rules",
  flag: "as asked",
};

/** A probability as people say it. */
export function percent(probability: number): string {
  return `${Math.round(probability * 100)} %`;
}

/** How sure a decision is and where it comes from: `82 % sure, by rules`. */
export function certainty(decision: Decision): string {
  if (decision.source === "flag") return sourceWords.flag;
  return `${percent(decision.confidence)} sure, ${sourceWords[decision.source]}`;
}

/** Intake's decision: mode, how sure and why; with `explain` every signal and weight that led there. */
export function renderDecision(decision: Decision, layout: Layout, explain: boolean): string[] {
  const { paint, width } = layout;
  const lines = [
    ...wrapText(`${paint("bold", decision.mode)} ${paint("dim", `(${certainty(decision)})`)}`, width),
    ...wrapText(plainLine(decision.reason), width),
  ];
  if (decision.question !== null) lines.push("", ...labelled("question", plainLine(decision.question), 10, layout));
  if (!explain) return lines;
  lines.push("", ...renderProbabilities(decision, layout));
  if (decision.signals.length > 0) lines.push("", ...renderSignals(decision, layout));
  return lines;
}

function renderProbabilities(decision: Decision, { width }: Layout): string[] {
  const longest = Math.min(20, width - 22);
  return table(
    modes.map((mode) => {
      const share = decision.probabilities[mode];
      return [`  ${mode}`, percent(share).padStart(5), "█".repeat(Math.round(share * longest))];
    }),
  );
}

/** What weighed most comes first; facts without a weight keep their order behind it. */
function renderSignals(decision: Decision, layout: Layout): string[] {
  const ranked = decision.signals.toSorted((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0));
  const signals = ranked.filter((signal) => !isAbsent(signal));
  const names = signals.map((signal) => {
    const towards = signal.towards === undefined ? "" : ` to ${signal.towards}`;
    return signal.weight ? `${signal.weight > 0 ? "+" : ""}${signal.weight.toFixed(2)}${towards}` : "fact";
  });
  const absent = ranked.filter(isAbsent).map(({ name }) => name);
  const column = Math.max(absentLabel.length, ...names.map((name) => name.length)) + 2;
  const lines = signals.flatMap((signal, index) =>
    labelled(names[index] ?? "", plainLine(`${signal.name}: ${signal.detail}`), column, layout, 2),
  );
  return absent.length === 0 ? lines : [...lines, ...labelled(absentLabel, absent.join(", "), column, layout, 2)];
}

const absentLabel = "not found";

/** A feature that the goal does not have: its name says all that there is to say. */
function isAbsent({ weight, detail }: Signal): boolean {
  return !weight && /^(not: |no |0 )/.test(detail);
}
