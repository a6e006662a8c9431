import type { Signal } from "../core/decision.ts";
import { type Mode, modes } from "../core/mode.ts";
import type { Feature } from "./features.ts";
import type { NamedRule } from "./named-rules.ts";
import { weights } from "./weights.ts";

export interface Scored {
  probabilities: Record<Mode, number>;
  signals: Signal[];
}

/** Probabilities of the modes by the fitted table and the named rules, with what every feature contributed. */
export function scoreFeatures(features: readonly Feature[], rules: readonly NamedRule[]): Scored {
  const all: Feature[] = [
    { name: "bias", value: 1, detail: "what goals are like before anything is known" },
    ...features,
  ];
  let sequential = 0;
  let parallel = 0;
  const signals: Signal[] = [];
  for (const { name, value, detail } of all) {
    const [toSequential, toParallel] = weights[name] ?? [0, 0];
    sequential += toSequential * value;
    parallel += toParallel * value;
    signals.push({ name, detail, ...contribution(toSequential * value, toParallel * value) });
  }
  for (const { name, detail, weight } of rules) {
    sequential += weight[0];
    parallel += weight[1];
    signals.push({ name, detail, ...contribution(weight[0], weight[1]) });
  }
  signals.sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0));
  return { probabilities: softmax({ focused: 0, sequential, parallel }), signals };
}

/** The mode that a contribution favours, and by how much over the others' mean. */
function contribution(sequential: number, parallel: number): { weight: number; towards: Mode } {
  const scores: Record<Mode, number> = { focused: 0, sequential, parallel };
  const towards = modes.reduce((best, mode) => (scores[mode] > scores[best] ? mode : best), "focused" as Mode);
  const others = modes.filter((mode) => mode !== towards).reduce((sum, mode) => sum + scores[mode], 0) / 2;
  return { weight: Number((scores[towards] - others).toFixed(3)), towards };
}

function softmax(scores: Record<Mode, number>): Record<Mode, number> {
  const top = Math.max(...modes.map((mode) => scores[mode]));
  const powers = {
    focused: Math.exp(scores.focused - top),
    sequential: Math.exp(scores.sequential - top),
    parallel: Math.exp(scores.parallel - top),
  };
  const sum = powers.focused + powers.sequential + powers.parallel;
  return { focused: powers.focused / sum, sequential: powers.sequential / sum, parallel: powers.parallel / sum };
}
