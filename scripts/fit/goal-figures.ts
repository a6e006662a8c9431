import { type Mode, modes } from "../../src/core/mode.ts";
import { chooseMode } from "../../src/intake/choose-mode.ts";
import { regret } from "../../src/intake/cost.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import type { NamedSurface } from "../../src/intake/intake-facts.ts";
import type { Model } from "../../src/intake/model.ts";
import { readNamedRules } from "../../src/intake/named-rules.ts";
import { score } from "../../src/intake/score.ts";
import type { ExampleForm } from "./goal-examples.ts";
import { mix } from "./goal-model.ts";

/** What a model that had not seen a goal's repository makes of it. */
export interface Judged {
  label: Mode;
  probabilities: Record<Mode, number>;
  mode: Mode;
  decisive: boolean;
}

/** Judges one form of a goal as the product does, with the named rules and the bounds around the model. */
export function judge(model: Model, names: readonly string[], label: number, form: ExampleForm): Judged {
  const goal = readGoalText(form.goal);
  const surfaces = form.surfaces.map(([by, path, mention]): NamedSurface => ({ mention, path, files: 1, by }));
  const facts = { surfaces, units: form.units, namesakes: form.namesakes, followUp: false };
  const features = names.map((name, at) => ({ name, value: form.values[at]!, detail: "" }));
  const { probabilities } = score(
    { tokens: form.tokens, words: [], features, rules: readNamedRules(goal, facts) },
    model,
  );
  const choice = chooseMode({ probabilities, goal, facts, decisiveAt: model.decisiveAt });
  return { label: modes[label]!, probabilities: choice.probabilities, mode: choice.mode, decisive: choice.decisive };
}

export interface Figures {
  goals: number;
  accuracy: number;
  macroRecall: number;
  recall: Record<Mode, number>;
  brier: number;
  /** Share right among the most confident 30 and 50 %. */
  top30: number;
  top50: number;
  decisive: { coverage: number; right: number };
  /** Precision where 30 % of the parallel goals are found, by their probability. */
  parallelAt30: number;
  regret: number;
  /** What is said of how sure it is, and how often that is right. */
  calibration: { said: number; right: number; share: number }[];
}

/** Figures over judged goals, each mode weighed to its share of the mix. */
export function figuresOf(judged: readonly Judged[]): Figures {
  const weights = modes.map((mode, at) => mix[at]! / judged.filter(({ label }) => label === mode).length);
  const weightOf = ({ label }: Judged) => weights[modes.indexOf(label)]!;
  const total = (list: readonly Judged[], of: (one: Judged) => number = () => 1) =>
    list.reduce((sum, one) => sum + weightOf(one) * of(one), 0);
  const right = (one: Judged) => Number(one.mode === one.label);
  const recall = Object.fromEntries(
    modes.map((mode) => {
      const own = judged.filter(({ label }) => label === mode);
      return [mode, total(own, right) / total(own)];
    }),
  ) as Record<Mode, number>;
  const all = total(judged);
  const sure = judged.filter(({ decisive }) => decisive);
  const likeliest = (one: Judged) =>
    Number(one.probabilities[one.label] === Math.max(...modes.map((mode) => one.probabilities[mode])));
  const confidence = ({ probabilities }: Judged) => Math.max(...modes.map((mode) => probabilities[mode]));
  const top = (share: number) => shareOfTop(judged, confidence, weightOf, likeliest, (seen) => seen >= share * all);
  const parallel = (one: Judged) => Number(one.label === "parallel");
  const wanted = 0.3 * total(judged, parallel);
  return {
    goals: judged.length,
    accuracy: total(judged, right) / all,
    macroRecall: modes.reduce((sum, mode) => sum + recall[mode], 0) / modes.length,
    recall,
    brier:
      total(judged, ({ probabilities, label }) =>
        modes.reduce((sum, mode) => sum + (probabilities[mode] - Number(mode === label)) ** 2, 0),
      ) / all,
    top30: top(0.3),
    top50: top(0.5),
    decisive: { coverage: total(sure) / all, right: total(sure, right) / total(sure) },
    parallelAt30: shareOfTop(
      judged,
      ({ probabilities }) => probabilities.parallel,
      weightOf,
      parallel,
      (_, found) => found >= wanted,
    ),
    regret: total(judged, ({ mode, label }) => regret(mode, label)) / all,
    calibration: calibrationOf(judged, confidence, weightOf, likeliest),
  };
}

/** The share of `hits` among those ranked highest, until `enough`. */
function shareOfTop(
  judged: readonly Judged[],
  rank: (one: Judged) => number,
  weightOf: (one: Judged) => number,
  hit: (one: Judged) => number,
  enough: (seen: number, found: number) => boolean,
): number {
  let seen = 0;
  let found = 0;
  for (const one of judged.toSorted((a, b) => rank(b) - rank(a))) {
    seen += weightOf(one);
    found += weightOf(one) * hit(one);
    if (enough(seen, found)) break;
  }
  return found / seen;
}

function calibrationOf(
  judged: readonly Judged[],
  confidence: (one: Judged) => number,
  weightOf: (one: Judged) => number,
  hit: (one: Judged) => number,
): Figures["calibration"] {
  const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.9];
  const all = judged.reduce((sum, one) => sum + weightOf(one), 0);
  return edges.flatMap((from, at) => {
    const own = judged.filter((one) => confidence(one) >= from && confidence(one) < (edges[at + 1] ?? 2));
    const weight = own.reduce((sum, one) => sum + weightOf(one), 0);
    const mean = (of: (one: Judged) => number) => own.reduce((sum, one) => sum + weightOf(one) * of(one), 0) / weight;
    return weight === 0 ? [] : [{ said: mean(confidence), right: mean(hit), share: weight / all }];
  });
}

/** The least confidence from which on a mode that is likeliest is right nine times of ten. */
export function decisiveConfidence(judged: readonly Judged[], mode: Mode, wanted = 0.9): number {
  const weights = new Map(
    modes.map((each, at) => [each, mix[at]! / judged.filter(({ label }) => label === each).length]),
  );
  const own = judged
    .filter(({ probabilities }) => modes.every((other) => probabilities[other] <= probabilities[mode]))
    .toSorted((a, b) => b.probabilities[mode] - a.probabilities[mode]);
  let seen = 0;
  let right = 0;
  let least = 1;
  for (const [index, { label, probabilities }] of own.entries()) {
    seen += weights.get(label)!;
    right += label === mode ? weights.get(label)! : 0;
    if (index >= 20 && right / seen >= wanted) least = probabilities[mode];
  }
  return least;
}
