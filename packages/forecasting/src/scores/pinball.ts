import { PROBABILITIES } from '../forecasters/forecaster.ts';

/** Mean pinball loss of quantiles against what came (Koenker and Bassett 1978), in the unit of demand; lower is better. */
export function pinballLoss(quantiles: readonly number[], truth: number): number {
  let sum = 0;
  for (const [index, probability] of PROBABILITIES.entries()) {
    const miss = truth - (quantiles[index] ?? 0);
    sum += miss >= 0 ? probability * miss : (probability - 1) * miss;
  }
  return sum / PROBABILITIES.length;
}

/** Whether what came lay between the outermost quantiles but one: the band that four of five times should hold it. */
export function isCovered(quantiles: readonly number[], truth: number): boolean {
  const [low = 0, , high = 0] = quantiles;
  return truth >= low && truth <= high;
}
