/** Examples of three classes in one block: the features of example `i` are `at`, `values` from `offsets[i]` to `offsets[i + 1]`. */
export interface Examples {
  offsets: Int32Array;
  at: Int32Array;
  values: Float32Array;
  labels: Uint8Array;
  weights: Float64Array;
}

/** Two log-odds a feature, against class 0: `[feature * 2]` for class 1, `[feature * 2 + 1]` for class 2. */
export type Weights = Float64Array<ArrayBuffer>;
export type Probabilities = [number, number, number];

/** Puts examples in one block. */
export function pack(
  list: readonly { at: readonly number[]; values: readonly number[]; label: number; weight: number }[],
): Examples {
  const size = list.reduce((sum, { at }) => sum + at.length, 0);
  const packed: Examples = {
    offsets: new Int32Array(list.length + 1),
    at: new Int32Array(size),
    values: new Float32Array(size),
    labels: Uint8Array.from(list, ({ label }) => label),
    weights: Float64Array.from(list, ({ weight }) => weight),
  };
  let end = 0;
  for (const [index, { at, values }] of list.entries()) {
    packed.at.set(at, end);
    packed.values.set(values, end);
    end += at.length;
    packed.offsets[index + 1] = end;
  }
  return packed;
}

/** The log-odds of classes 1 and 2 of one example. */
export function oddsOf({ offsets, at, values }: Examples, index: number, weights: Weights): [number, number] {
  let one = 0;
  let two = 0;
  for (let place = offsets[index]!; place < offsets[index + 1]!; place++) {
    const feature = at[place]! * 2;
    one += values[place]! * weights[feature]!;
    two += values[place]! * weights[feature + 1]!;
  }
  return [one, two];
}

/** The probabilities of the three classes for the log-odds of two of them. */
export function softmax([one, two]: readonly [number, number]): Probabilities {
  const top = Math.max(0, one, two);
  const [zero, first, second] = [Math.exp(-top), Math.exp(one - top), Math.exp(two - top)];
  const sum = zero + first + second;
  return [zero / sum, first / sum, second / sum];
}

const memory = 8;

/** Fits the weights with an L2 penalty for each feature: L-BFGS with backtracking, from `start`. */
export function fitSoftmax(examples: Examples, penalties: Float64Array, rounds: number, start?: Weights): Weights {
  let weights: Weights = start === undefined ? new Float64Array(penalties.length * 2) : new Float64Array(start);
  let { loss, gradient } = lossOf(examples, weights, penalties);
  const history: { step: Weights; change: Weights; scale: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const direction = descent(gradient, history);
    const slope = dot(direction, gradient);
    let length = history.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    let next = moved(weights, direction, length);
    let there = lossOf(examples, next, penalties);
    while (there.loss > loss + 1e-4 * length * slope && length > 1e-10) {
      length /= 2;
      next = moved(weights, direction, length);
      there = lossOf(examples, next, penalties);
    }
    const step = moved(next, weights, -1);
    const change = moved(there.gradient, gradient, -1);
    const curvature = dot(step, change);
    if (curvature > 1e-12) history.push({ step, change, scale: 1 / curvature });
    if (history.length > memory) history.shift();
    const gain = loss - there.loss;
    ({ loss, gradient } = there);
    weights = next;
    if (gain < 1e-6 * Math.abs(loss)) break;
  }
  return weights;
}

function lossOf(examples: Examples, weights: Weights, penalties: Float64Array): { loss: number; gradient: Weights } {
  const gradient: Weights = new Float64Array(weights.length);
  let loss = 0;
  for (let index = 0; index < weights.length; index++) {
    const penalty = penalties[index >> 1]!;
    loss += (penalty / 2) * weights[index]! ** 2;
    gradient[index] = penalty * weights[index]!;
  }
  const { offsets, at, values, labels } = examples;
  for (let index = 0; index < labels.length; index++) {
    const probabilities = softmax(oddsOf(examples, index, weights));
    const label = labels[index]!;
    const weight = examples.weights[index]!;
    loss -= weight * Math.log(Math.max(1e-300, probabilities[label as 0 | 1 | 2]));
    const one = weight * (probabilities[1] - (label === 1 ? 1 : 0));
    const two = weight * (probabilities[2] - (label === 2 ? 1 : 0));
    for (let place = offsets[index]!; place < offsets[index + 1]!; place++) {
      const feature = at[place]! * 2;
      gradient[feature]! += one * values[place]!;
      gradient[feature + 1]! += two * values[place]!;
    }
  }
  return { loss, gradient };
}

/** The two-loop recursion. */
function descent(gradient: Weights, history: readonly { step: Weights; change: Weights; scale: number }[]): Weights {
  let direction: Weights = gradient.map((value) => -value);
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

function moved(from: Weights, direction: Weights, length: number): Weights {
  const result: Weights = new Float64Array(from);
  for (let index = 0; index < result.length; index++) result[index]! += length * direction[index]!;
  return result;
}

function dot(a: Weights, b: Weights): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) total += a[index]! * b[index]!;
  return total;
}
