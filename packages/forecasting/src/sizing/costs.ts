import type { DemandModel } from '../model/demand-model.ts';
import { SAMPLE_MINUTES } from '../model/lately.ts';
import { COMFORT, nearOf, type Outlook, type Tail } from './outlook.ts';
import type { NewsvendorSettings } from './settings.ts';

/** What the minutes until a launch could help count when a worker is to go: in part they are paid for anyhow. */
const NOW_COUNTS = 0.5;
/** What a size of the fleet costs until the next evaluation, in worker-minutes: what is paid and what is squeezed. */
export function costsOf(
  model: DemandModel,
  settings: NewsvendorSettings,
  given: { alive: number; outlook: Outlook; demand: number; charge: number; heatCharge: number },
): (workers: number) => number {
  const { min, price } = settings;
  const { alive, outlook, demand, charge, heatCharge } = given;
  const [near, far] = outlook;
  const weights = weightsOf(model, settings);
  /** What a shortage of workers costs in worker-minutes, at a moment that is known or foreseen. */
  const shortageAt = (tail: Tail, workers: number) =>
    price * (tail.excess[workers - min] ?? 0) + heatCharge * (tail.above[workers - min] ?? 0);
  const knownShortage = (workers: number) => {
    const lacking = Math.max(0, demand / COMFORT - workers);
    return price * lacking + (lacking > 0 ? heatCharge : 0);
  };
  return (workers) => {
    const kept = Math.max(min, Math.min(workers, alive));
    const ahead = weights.near * shortageAt(near, workers) + weights.far * shortageAt(far, workers);
    const now = weights.known * knownShortage(kept) + (SAMPLE_MINUTES - weights.known) * shortageAt(near, kept);
    return SAMPLE_MINUTES * workers + ahead + NOW_COUNTS * now + charge * Math.max(0, alive - workers);
  };
}

/**
 * The two minutes that a launch now would serve lie between the two moments ahead, and the two minutes from now between the
 * sample and the near moment: how much of them belongs to which.
 */
function weightsOf(model: DemandModel, settings: NewsvendorSettings) {
  const { joinMinutes, sampleAgeMinutes } = settings;
  const near = model.horizons[nearOf(model, settings)] ?? 1;
  let far = 0;
  let known = 0;
  for (let minute = 0; minute < SAMPLE_MINUTES; minute += 1) {
    const steps = (sampleAgeMinutes + joinMinutes + minute) / SAMPLE_MINUTES;
    far += Math.min(1, Math.max(0, steps - near));
    known += Math.max(0, 1 - (sampleAgeMinutes + minute) / SAMPLE_MINUTES / near);
  }
  return { near: SAMPLE_MINUTES - far, far, known };
}
