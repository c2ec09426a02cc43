/**
 * How far the truth lay from what was expected, in units of the expected spread: a histogram whose bins grow with the
 * distance, and in which a week-old residual counts a third of a new one. Plain JSON; `add` changes it in place.
 */
export type Residuals = {
  readonly counts: number[];
  /** The sum of `counts`. */
  total: number;
  /** What the next residual counts; grows, so that the old ones need not be touched. */
  unit: number;
};

const BINS = 160;
const BIN_OF_ZERO = 60;
const BIN_WIDTH = 0.06;
const MEMORY_SAMPLES = 7 * 720;
const LARGEST_UNIT = 1e6;
/** Before anything is known: a normal distribution with a thin far tail, worth an hour of samples. */
const PRIOR_SAMPLES = 30;
const PRIOR_TAIL = 0.3;

const centreOf = (bin: number) => Math.sinh((bin - BIN_OF_ZERO) * BIN_WIDTH);
const CENTRES: readonly number[] = Array.from({ length: BINS }, (_, bin) => centreOf(bin));

export function noResiduals(): Residuals {
  const counts = CENTRES.map((centre) => {
    const width = BIN_WIDTH * Math.sqrt(1 + centre * centre);
    const normal = Math.exp((-centre * centre) / 2) / Math.sqrt(2 * Math.PI);
    return width * (PRIOR_SAMPLES * normal + PRIOR_TAIL * (1 + Math.abs(centre)) ** -4);
  });
  return { counts, total: totalOf(counts), unit: 1 };
}

export function add(residuals: Residuals, standardised: number): void {
  const { counts } = residuals;
  const bin = Math.min(BINS - 1, Math.max(0, Math.round(Math.asinh(standardised) / BIN_WIDTH) + BIN_OF_ZERO));
  counts[bin] = (counts[bin] as number) + residuals.unit;
  residuals.total += residuals.unit;
  residuals.unit /= 1 - 1 / MEMORY_SAMPLES;
  if (residuals.unit < LARGEST_UNIT) return;
  for (let index = 0; index < BINS; index += 1) counts[index] = (counts[index] as number) / LARGEST_UNIT;
  residuals.total = totalOf(counts);
  residuals.unit /= LARGEST_UNIT;
}

/**
 * Of `expected + spread x residual`: its mean excess over each of `thresholds`, which rise, and how likely it is above. Written to
 * `excess` and `above`, same order.
 */
export function tailOver(
  { counts, total }: Residuals,
  { expected, spread }: { readonly expected: number; readonly spread: number },
  {
    thresholds,
    excess,
    above,
  }: { readonly thresholds: readonly number[]; readonly excess: number[]; readonly above: number[] },
): void {
  let countAbove = 0;
  let sumAbove = 0;
  let bin = BINS - 1;
  for (let index = thresholds.length - 1; index >= 0; index -= 1) {
    const margin = expected - (thresholds[index] as number);
    while (bin >= 0 && margin + spread * (CENTRES[bin] as number) > 0) {
      countAbove += counts[bin] as number;
      sumAbove += (counts[bin] as number) * (CENTRES[bin] as number);
      bin -= 1;
    }
    excess[index] = (spread * sumAbove + margin * countAbove) / total;
    above[index] = countAbove / total;
  }
}

export function totalOf(counts: readonly number[]): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
