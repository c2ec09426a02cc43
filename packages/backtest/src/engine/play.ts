import { Fleet } from './fleet.ts';
import type { Limits } from './limits.ts';
import type { Scaler } from './scaler.ts';

/** Above this share of its capacity a worker is hot, and squeezed is what is missing to stay below. */
export const COMFORT = 0.9;
/** An evaluation every so many minutes, and a launched worker serves so many minutes after it. */
export const EVALUATION_MINUTES = 2;
export const JOIN_MINUTES = 2;

/** What a policy did with a demand, in plain sums. */
export type Outcome = {
  readonly minutes: number;
  readonly workerMinutes: number;
  readonly demandMinutes: number;
  readonly unservedMinutes: number;
  readonly hotMinutes: number;
  readonly squeezedMinutes: number;
  readonly launches: number;
  readonly terminations: number;
};

export type PlayOptions = Limits & {
  /** How many minutes old the newest sample is that an evaluation sees. */
  readonly sampleAgeMinutes?: number;
  /** Called each minute with the workers that serve and those on their way. */
  readonly observe?: (minute: number, serving: number, coming: number) => void;
};

/**
 * Plays a demand, in workers minute by minute, under a policy. Every two minutes it is asked for a number of workers; those
 * launched serve two minutes later and are paid from launch; those removed neither serve nor cost from that minute on.
 * The fleet begins at its smallest size.
 */
export function play(demand: Float64Array, scaler: Scaler, options: PlayOptions): Outcome {
  const { sampleAgeMinutes = 0, observe } = options;
  const fleet = new Fleet(options, JOIN_MINUTES);
  let workerMinutes = 0;
  let demandMinutes = 0;
  let unservedMinutes = 0;
  let hotMinutes = 0;
  let squeezedMinutes = 0;
  for (let minute = 0; minute < demand.length; minute += 1) {
    if (minute % EVALUATION_MINUTES === 0) {
      fleet.join(minute);
      const seen = demand[Math.max(0, minute - sampleAgeMinutes)] ?? 0;
      fleet.resize(scaler({ minute, demand: seen, serving: fleet.serving, coming: fleet.coming }), minute);
    }
    const wanted = demand[minute] ?? 0;
    const lacking = wanted / COMFORT - fleet.serving;
    workerMinutes += fleet.serving + fleet.coming;
    demandMinutes += wanted;
    unservedMinutes += Math.max(0, wanted - fleet.serving);
    hotMinutes += lacking > 0 ? 1 : 0;
    squeezedMinutes += Math.max(0, lacking);
    observe?.(minute, fleet.serving, fleet.coming);
  }
  const { launches, terminations } = fleet;
  const sums = { workerMinutes, demandMinutes, unservedMinutes, hotMinutes, squeezedMinutes };
  return { minutes: demand.length, ...sums, launches, terminations };
}

/** Worker-hours plus `price` for each squeezed one. */
export function costOf(outcome: Pick<Outcome, 'workerMinutes' | 'squeezedMinutes'>, price: number): number {
  return (outcome.workerMinutes + price * outcome.squeezedMinutes) / 60;
}
