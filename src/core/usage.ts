/** Token counts. `input` includes cached input; `output` includes reasoning. */
export interface Usage {
  input: number;
  cachedInput: number;
  output: number;
  reasoning: number;
}

/** Which figures of a cost nobody told. */
export interface Estimates {
  /** The tokens: made from the length of what was said. */
  estimated?: boolean;
  /** The dollars: made from the tokens and a table of prices. */
  usdEstimated?: boolean;
}

export const noUsage: Usage = { input: 0, cachedInput: 0, output: 0, reasoning: 0 };

/** The sum of two counts. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    cachedInput: a.cachedInput + b.cachedInput,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
  };
}

/** Input and output together: what `--max-tokens` limits. */
export function totalTokens(usage: Usage): number {
  return usage.input + usage.output;
}

/** What `now` is above `before`, figure by figure: one that fell has not grown. */
export function growth(now: Usage, before: Usage): Usage {
  return {
    input: Math.max(0, now.input - before.input),
    cachedInput: Math.max(0, now.cachedInput - before.cachedInput),
    output: Math.max(0, now.output - before.output),
    reasoning: Math.max(0, now.reasoning - before.reasoning),
  };
}

/** The larger of each figure: what a sum that only grows has been. */
export function widest(a: Usage, b: Usage): Usage {
  return addUsage(a, growth(b, a));
}

/** A figure above this is no count of tokens and no price of a piece of work. */
const absurd = 1_000_000_000;

/** A count of tokens that somebody else tells; 0 for what is none: text, fractions of nothing, less than nothing, far too much. */
export function tokenCount(told: unknown): number {
  return typeof told === "number" && told > 0 && told < absurd ? Math.round(told) : 0;
}

/** Dollars that somebody else tells; `null` for what is no price. */
export function dollars(told: unknown): number | null {
  return typeof told === "number" && told >= 0 && told < absurd ? told : null;
}

/** Counts as they may be added to a sum, whoever told them: a part is not more than its whole. */
export function soundUsage(told: Usage): Usage {
  const [input, output] = [tokenCount(told.input), tokenCount(told.output)];
  return {
    input,
    cachedInput: Math.min(input, tokenCount(told.cachedInput)),
    output,
    reasoning: Math.min(output, tokenCount(told.reasoning)),
  };
}
