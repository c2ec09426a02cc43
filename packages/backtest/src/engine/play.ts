import { Fleet } from './fleet.ts';
import type { Limits } from './limits.ts';
import type { Scaler } from './scaler.ts';
import { type Outcome, Tally } from './tally.ts';

/** An evaluation every so many minutes, and a launched worker serves so many minutes after it. */
export const EVALUATION_MINUTES = 2;
export const JOIN_MINUTES = 2;

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
  return playTogether(demand, [scaler], options)[0] as Outcome;
}

/** Several policies, each with a fleet of its own, minute by minute in turn: what they compute alike they can share. */
export function playTogether(demand: Float64Array, scalers: readonly Scaler[], options: PlayOptions): readonly Outcome[] {
  const runs = scalers.map((scaler) => new Run(scaler, options));
  for (let minute = 0; minute < demand.length; minute += 1) {
    const wanted = demand[minute] as number;
    const seen = demand[Math.max(0, minute - (options.sampleAgeMinutes ?? 0))] as number;
    for (const run of runs) run.step(minute, wanted, seen);
  }
  return runs.map((run) => run.outcome());
}

class Run {
  readonly #scaler: Scaler;
  readonly #fleet: Fleet;
  readonly #observe: PlayOptions['observe'];
  readonly #tally = new Tally();

  constructor(scaler: Scaler, options: PlayOptions) {
    this.#scaler = scaler;
    this.#fleet = new Fleet(options, JOIN_MINUTES);
    this.#observe = options.observe;
  }

  step(minute: number, wanted: number, seen: number): void {
    const fleet = this.#fleet;
    if (minute % EVALUATION_MINUTES === 0) {
      fleet.join(minute);
      fleet.resize(this.#scaler({ minute, demand: seen, serving: fleet.serving, coming: fleet.coming }), minute);
    }
    this.#tally.add(wanted, fleet.serving, fleet.serving + fleet.coming);
    this.#observe?.(minute, fleet.serving, fleet.coming);
  }

  outcome(): Outcome {
    const { launches, terminations } = this.#fleet;
    return this.#tally.outcome({ launches, terminations });
  }
}

/** Worker-hours plus `price` for each squeezed one. */
export function costOf(outcome: Pick<Outcome, 'workerMinutes' | 'squeezedMinutes'>, price: number): number {
  return (outcome.workerMinutes + price * outcome.squeezedMinutes) / 60;
}
