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
  const weighed = all.map(({ name, value, detail }) => {
    const [sequential, parallel] = weights[name] ?? [0, 0];
    return { name, detail, odds: { sequential: sequential * value, parallel: parallel * value } };
  });
  for (const { name, detail, weight } of rules) {
    weighed.push({ name, detail, odds: { sequential: weight[0], parallel: weight[1] } });
  }
  const sum = (mode: "sequential" | "parallel") => weighed.reduce((total, { odds }) => total + odds[mode], 0);
  const signals = weighed.map(({ name, detail, odds }) => ({ name, detail, ...favoured(odds), odds: rounded(odds) }));
  signals.sort((a, b) => b.weight - a.weight);
  return { probabilities: softmax({ focused: 0, sequential: sum("sequential"), parallel: sum("parallel") }), signals };
}

type Odds = NonNullable<Signal["odds"]>;

function rounded({ sequential, parallel }: Odds): Odds {
  return { sequential: Number(sequential.toFixed(3)), parallel: Number(parallel.toFixed(3)) };
}

/** The mode that a contribution favours, and by how much over the others' mean. */
function favoured({ sequential, parallel }: Odds): { weight: number; towards: Mode } {
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
