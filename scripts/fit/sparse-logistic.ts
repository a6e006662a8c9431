/** One example: its features by place, and whether it is of the class that is looked for. */
export interface SparseExample {
  pieces: ReadonlyMap<number, number>;
  positive: boolean;
  weight: number;
}

const rounds = 25;
const rate = 0.5;

/**
 * Fits a logistic regression with an L2 penalty by stochastic gradient descent with a step of its own for each weight
 * (AdaGrad, Duchi et al. 2011). The same examples give the same weights.
 */
export function fitSparse(examples: readonly SparseExample[], width: number, penalty: number): Float64Array {
  const weights = new Float64Array(width);
  const squares = new Float64Array(width);
  const random = seeded(1);
  const order = examples.map((_, index) => index);
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random);
    for (const index of order) {
      const { pieces, positive, weight } = examples[index]!;
      let odds = 0;
      for (const [place, value] of pieces) odds += value * weights[place]!;
      const miss = (1 / (1 + Math.exp(-odds)) - (positive ? 1 : 0)) * weight;
      for (const [place, value] of pieces) {
        const slope = miss * value + penalty * weights[place]!;
        squares[place]! += slope * slope;
        weights[place]! -= (rate * slope) / Math.sqrt(squares[place]! + 1e-8);
      }
    }
  }
  return weights;
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
}

/** A linear congruential generator: numbers from 0 to 1, always the same. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}
