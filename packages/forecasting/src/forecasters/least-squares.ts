const ROUNDS = 3;
const RIDGE = 1e-3;

/** Rows of inputs with their truth and how much each counts. */
export type Examples = {
  readonly inputs: readonly Float64Array[];
  readonly truths: Float64Array;
  readonly counts: Float64Array;
};

/**
 * Weights of a linear model for the median rather than the mean: least squares, repeated with far misses counting less
 * (iteratively reweighted, Huber 1981), so that a spike does not pull it.
 */
export function fitRobustly({ inputs, truths, counts }: Examples): Float64Array {
  const width = inputs[0]?.length ?? 0;
  let weights: Float64Array = new Float64Array(width);
  const shares = Float64Array.from(counts);
  for (let round = 0; round < ROUNDS; round += 1) {
    weights = solve(normalEquations({ inputs, truths, counts: shares }), width);
    const misses = truths.map((truth, row) => Math.abs(truth - dot(weights, inputs[row])));
    const usual = misses.toSorted()[Math.floor(misses.length / 2)] ?? 0;
    for (let row = 0; row < shares.length; row += 1) {
      shares[row] = (counts[row] ?? 0) * Math.min(1, (usual + 1e-9) / ((misses[row] ?? 0) + 1e-9));
    }
  }
  return weights;
}

export function dot(weights: Float64Array, inputs: Float64Array | undefined): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) sum += (weights[index] ?? 0) * (inputs?.[index] ?? 0);
  return sum;
}

/** Rows of the normal equations, the right side as the last column. */
function normalEquations({ inputs, truths, counts }: Examples): Float64Array[] {
  const width = inputs[0]?.length ?? 0;
  const rows = Array.from({ length: width }, () => new Float64Array(width + 1));
  for (let example = 0; example < inputs.length; example += 1) {
    const values = inputs[example] as Float64Array;
    const count = counts[example] as number;
    for (let row = 0; row < width; row += 1) {
      const scaled = count * (values[row] as number);
      const equation = rows[row] as Float64Array;
      for (let column = row; column < width; column += 1)
        equation[column] = (equation[column] as number) + scaled * (values[column] as number);
      equation[width] = (equation[width] as number) + scaled * (truths[example] as number);
    }
  }
  for (let row = 0; row < width; row += 1) {
    const equation = rows[row] as Float64Array;
    equation[row] = (equation[row] as number) * (1 + RIDGE) + 1e-9;
    for (let column = 0; column < row; column += 1) equation[column] = rows[column]?.[row] ?? 0;
  }
  return rows;
}

/** Gaussian elimination; the ridge keeps the pivots away from zero. */
function solve(rows: readonly Float64Array[], width: number): Float64Array {
  for (let pivot = 0; pivot < width; pivot += 1) {
    const from = rows[pivot] as Float64Array;
    for (let row = pivot + 1; row < width; row += 1) {
      const into = rows[row] as Float64Array;
      const factor = (into[pivot] as number) / (from[pivot] as number);
      for (let column = pivot; column <= width; column += 1)
        into[column] = (into[column] as number) - factor * (from[column] as number);
    }
  }
  const solution = new Float64Array(width);
  for (let row = width - 1; row >= 0; row -= 1) {
    const equation = rows[row] as Float64Array;
    let sum = equation[width] as number;
    for (let column = row + 1; column < width; column += 1) sum -= (equation[column] as number) * (solution[column] as number);
    solution[row] = sum / (equation[row] as number);
  }
  return solution;
}
