import { fittedModel } from "./fitted-model.ts";

/** Log-odds against `focused`. */
export type Odds = readonly [sequential: number, parallel: number];

/**
 * What a measured property adds: its odds for each `spread` that it lies above what is `usual`, and those of each spread
 * that it lies further out than `bend`, above and below: few properties speak in a straight line.
 */
export interface FeatureWeight {
  odds: Odds;
  above: Odds;
  below: Odds;
  usual: number;
  spread: number;
}

/** The fitted softmax over three modes. */
export interface Model {
  bias: Odds;
  features: ReadonlyMap<string, FeatureWeight>;
  tokens: ReadonlyMap<string, Odds>;
  /** From which confidence on a mode was right nine times of ten on repositories that were left out. */
  decisiveAt: { focused: number; sequential: number };
}

/** Weights are kept as whole hundredths: finer ones change nothing. */
const unit = 100;
/** A property counts for no more than this many spreads: far out, a line is no longer straight. */
export const mostSpreads = 3;
const bend = 0.7;

let shipped: Model | null = null;

/** The shipped model, read on first use: most commands never decide anything. */
export function shippedModel(): Model {
  shipped ??= readModel(fittedModel);
  return shipped;
}

/** How far a value lies from what is usual, in spreads. */
export function spreadsFrom(value: number, { usual, spread }: Pick<FeatureWeight, "usual" | "spread">): number {
  return Math.max(-mostSpreads, Math.min(mostSpreads, (value - usual) / spread));
}

/** How far a value lies out: in spreads, and by how many of them beyond the bend above and below. */
export function lengthsOf(value: number, scale: Pick<FeatureWeight, "usual" | "spread">): [number, number, number] {
  const spreads = spreadsFrom(value, scale);
  return [spreads, Math.max(0, spreads - bend), Math.max(0, -spreads - bend)];
}

/** The log-odds that a value of a property adds. */
export function oddsOfValue(value: number, weight: FeatureWeight): Odds {
  const [spreads, above, below] = lengthsOf(value, weight);
  const sum = (at: 0 | 1) => weight.odds[at] * spreads + weight.above[at] * above + weight.below[at] * below;
  return [sum(0), sum(1)];
}

/** Reads the compact form: `#section`, then its entries of a name and numbers. */
export function readModel(text: string): Model {
  const sections = new Map(
    text.split("#").map((section) => {
      const [name = "", ...parts] = section.trim().split(/\s+/);
      return [name, parts] as const;
    }),
  );
  const entries = (section: string, width: number) => {
    const parts = sections.get(section) ?? [];
    return Array.from({ length: Math.floor(parts.length / width) }, (_, index) => {
      const [name = "", ...numbers] = parts.slice(index * width, (index + 1) * width);
      return [name, numbers.map(Number)] as const;
    });
  };
  const odds = ([sequential = 0, parallel = 0]: readonly number[]): Odds => [sequential / unit, parallel / unit];
  const general = new Map(entries("general", 3));
  const [focused = unit, sequential = unit] = general.get("decisive") ?? [];
  return {
    bias: odds(general.get("bias") ?? []),
    decisiveAt: { focused: focused / unit, sequential: sequential / unit },
    features: new Map(
      entries("features", 9).map(([name, [usual = 0, spread = 1, ...weights]]) => [
        name,
        { odds: odds(weights), above: odds(weights.slice(2)), below: odds(weights.slice(4)), usual, spread },
      ]),
    ),
    tokens: new Map(entries("tokens", 3).map(([name, numbers]) => [name, odds(numbers)])),
  };
}

/** Writes what `readModel` reads. */
export function writeModel({ bias, features, tokens, decisiveAt }: Model): string {
  const odds = ([sequential, parallel]: Odds) => `${Math.round(sequential * unit)} ${Math.round(parallel * unit)}`;
  const general = [
    `bias ${odds(bias)}`,
    `decisive ${Math.round(decisiveAt.focused * unit)} ${Math.round(decisiveAt.sequential * unit)}`,
  ];
  const measured = [...features].map(
    ([name, { usual, spread, ...weight }]) =>
      `${name} ${short(usual)} ${short(spread)} ${[weight.odds, weight.above, weight.below].map(odds).join(" ")}`,
  );
  const words = [...tokens].map(([name, weight]) => `${name} ${odds(weight)}`);
  return `#general\n${wrap(general)}\n#features\n${wrap(measured)}\n#tokens\n${wrap(words)}\n`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function wrap(entries: readonly string[]): string {
  const lines = [""];
  for (const entry of entries) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + entry.length > 116) lines.push(entry);
    else lines[lines.length - 1] = last === "" ? entry : `${last}  ${entry}`;
  }
  return lines.join("\n");
}
