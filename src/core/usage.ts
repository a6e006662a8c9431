/** Token counts. `input` includes cached input; `output` includes reasoning. */
export interface Usage {
  input: number;
  cachedInput: number;
  output: number;
  reasoning: number;
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
