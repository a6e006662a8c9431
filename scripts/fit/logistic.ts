/** One example: its features (index and value), which of the three classes it is, and how much it counts. */
export interface Example {
  at: readonly number[];
  values: readonly number[];
  label: number;
  weight: number;
}

/** Two log-odds per feature, against class 0: `[feature * 2]` for class 1, `[feature * 2 + 1]` for class 2. */
export type Weights = Float64Array;
export type Probabilities = [number, number, number];

/** The probabilities of the three classes. */
export function predict({ at, values }: Pick<Example, "at" | "values">, weights: Weights): Probabilities {
  let one = 0;
  let two = 0;
  for (const [index, feature] of at.entries()) {
    one += values[index]! * weights[feature * 2]!;
    two += values[index]! * weights[feature * 2 + 1]!;
  }
  const top = Math.max(0, one, two);
  const [zero, first, second] = [Math.exp(-top), Math.exp(one - top), Math.exp(two - top)];
  const sum = zero + first + second;
  return [zero / sum, first / sum, second / sum];
}

const memory = 8;

/** Fits three classes with an L2 penalty on all but the last feature, the bias: L-BFGS with backtracking. */
export function fitLogistic(examples: readonly Example[], width: number, penalty: number, rounds = 200): Weights {
  let weights = new Float64Array(width * 2);
  let { loss, gradient } = lossOf(examples, weights, penalty);
  const history: { step: Float64Array; change: Float64Array; scale: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const direction = descent(gradient, history);
    const slope = dot(direction, gradient);
    let length = history.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    let next = moved(weights, direction, length);
    let there = lossOf(examples, next, penalty);
    while (there.loss > loss + 1e-4 * length * slope && length > 1e-10) {
      length /= 2;
      next = moved(weights, direction, length);
      there = lossOf(examples, next, penalty);
    }
    const step = moved(next, weights, -1);
    const change = moved(there.gradient, gradient, -1);
    const curvature = dot(step, change);
    if (curvature > 1e-12) history.push({ step, change, scale: 1 / curvature });
    if (history.length > memory) history.shift();
    const gain = loss - there.loss;
    ({ loss, gradient } = there);
    weights = next;
    if (gain < 1e-9 * Math.abs(loss)) break;
  }
  return weights;
}

function lossOf(examples: readonly Example[], weights: Weights, penalty: number) {
  const gradient = new Float64Array(weights.length);
  let loss = 0;
  for (let index = 0; index < weights.length - 2; index++) {
    loss += (penalty / 2) * weights[index]! ** 2;
    gradient[index] = penalty * weights[index]!;
  }
  for (const example of examples) {
    const probabilities = predict(example, weights);
    loss -= example.weight * Math.log(Math.max(1e-300, probabilities[example.label]!));
    for (const [index, feature] of example.at.entries()) {
      const value = example.weight * example.values[index]!;
      gradient[feature * 2]! += value * (probabilities[1] - (example.label === 1 ? 1 : 0));
      gradient[feature * 2 + 1]! += value * (probabilities[2] - (example.label === 2 ? 1 : 0));
    }
  }
  return { loss, gradient };
}

/** The two-loop recursion. */
function descent(
  gradient: Float64Array,
  history: readonly { step: Float64Array; change: Float64Array; scale: number }[],
): Float64Array {
  let direction = gradient.map((value) => -value);
  const factors: number[] = [];
  for (const { step, change, scale } of history.toReversed()) {
    const factor = scale * dot(step, direction);
    factors.push(factor);
    direction = moved(direction, change, -factor);
  }
  const last = history.at(-1);
  if (last !== undefined) direction = direction.map((value) => value / (last.scale * dot(last.change, last.change)));
  for (const { step, change, scale } of history) {
    direction = moved(direction, step, (factors.pop() ?? 0) - scale * dot(change, direction));
  }
  return direction;
}

function moved(from: Float64Array, direction: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(from);
  for (let index = 0; index < result.length; index++) result[index]! += length * direction[index]!;
  return result;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) total += a[index]! * b[index]!;
  return total;
}
