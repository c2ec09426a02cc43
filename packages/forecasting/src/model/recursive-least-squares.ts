/**
 * A linear model that learns from one example after another and forgets slowly (recursive least squares with exponential
 * forgetting; Haykin, Adaptive Filter Theory). Plain JSON; `learn` changes it in place.
 */
export type LinearModel = {
  readonly weights: number[];
  /** The inverse correlation of the inputs, row by row. */
  readonly inverse: number[];
};

/** What an example still weighs after the next one. */
export const FORGETTING = 0.9998;
/** The inverse grows where inputs do not vary for long; above this a weight each it is halved, so that it stays finite. */
const LARGEST_TRACE = 10_000;

export function linearModel(inputs: number, firstInverse: number): LinearModel {
  const inverse = Array.from({ length: inputs * inputs }, (_, cell) => (cell % (inputs + 1) === 0 ? firstInverse : 0));
  return { weights: new Array<number>(inputs).fill(0), inverse };
}

export function predict({ weights }: LinearModel, inputs: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) sum += at(weights, index) * at(inputs, index);
  return sum;
}

/** Learns that the truth lay `error` above what was predicted from `inputs`. A noisy example is given less weight. */
export function learn(
  model: LinearModel,
  inputs: readonly number[],
  example: { error: number; weight: number; forgetting: number },
): void {
  const { weights, inverse } = model;
  const count = weights.length;
  const { error, weight, forgetting } = example;
  const gain = new Array<number>(count);
  let denominator = forgetting / weight;
  for (let row = 0; row < count; row += 1) {
    let sum = 0;
    for (let column = 0; column < count; column += 1) sum += at(inverse, row * count + column) * at(inputs, column);
    gain[row] = sum;
    denominator += sum * at(inputs, row);
  }
  let trace = 0;
  for (let row = 0; row < count; row += 1) {
    const share = at(gain, row) / denominator;
    weights[row] = at(weights, row) + share * error;
    for (let column = row; column < count; column += 1) {
      const value = (at(inverse, row * count + column) - share * at(gain, column)) / forgetting;
      inverse[row * count + column] = value;
      inverse[column * count + row] = value;
    }
    trace += at(inverse, row * count + row);
  }
  if (trace > LARGEST_TRACE * count) for (let cell = 0; cell < inverse.length; cell += 1) inverse[cell] = at(inverse, cell) / 2;
}

function at(values: readonly number[], index: number): number {
  return values[index] as number;
}
