/** One example: its features, whether the two changes depend on each other, and how much it counts. */
export interface Example {
  x: readonly number[];
  dependent: boolean;
  weight: number;
}

export interface Fit {
  weights: number[];
  bias: number;
}

/** Fits a logistic regression with an L2 penalty on all but the bias, by Newton's method. */
export function fitLogistic(examples: readonly Example[], penalty: number): Fit {
  const width = (examples[0]?.x.length ?? 0) + 1;
  let beta = new Array<number>(width).fill(0);
  for (let round = 0; round < 50; round++) {
    const gradient = beta.map((value, at) => (at === width - 1 ? 1e-6 : penalty) * value);
    const hessian = beta.map((_, row) => beta.map((_, at) => (row === at ? (at === width - 1 ? 1e-6 : penalty) : 0)));
    for (const { x, dependent, weight } of examples) {
      const row = [...x, 1];
      const p = 1 / (1 + Math.exp(-dot(row, beta)));
      for (const [i, value] of row.entries()) {
        gradient[i]! += weight * (p - (dependent ? 1 : 0)) * value;
        for (const [j, other] of row.entries()) hessian[i]![j]! += weight * p * (1 - p) * value * other;
      }
    }
    const step = solve(hessian, gradient);
    beta = beta.map((value, at) => value - step[at]!);
    if (Math.max(...step.map(Math.abs)) < 1e-8) break;
  }
  return { weights: beta.slice(0, -1), bias: beta.at(-1)! };
}

/** The log-odds that a fit gives an example. */
export function score({ weights, bias }: Fit, x: readonly number[]): number {
  return dot(x, weights) + bias;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, at) => total + value * b[at]!, 0);
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows
      .slice(column)
      .reduce(
        (best, row, at) => (Math.abs(row[column]!) > Math.abs(rows[best]![column]!) ? at + column : best),
        column,
      );
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = column + 1; row < size; row++) {
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at <= size; at++) rows[row]![at]! -= factor * rows[column]![at]!;
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    const known = solution.slice(row + 1).reduce((total, value, at) => total + value * rows[row]![row + 1 + at]!, 0);
    solution[row] = (rows[row]![size]! - known) / rows[row]![row]!;
  }
  return solution;
}
