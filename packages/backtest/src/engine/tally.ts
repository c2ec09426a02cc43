/** Above this share of its capacity a worker is hot, and squeezed is what is missing to stay below. */
export const COMFORT = 0.9;

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
  /** What its workers cost, where each has a price of its own. */
  readonly usd?: number;
};

/** The sums of a fleet over a demand, minute by minute. A minute whose demand is not known (NaN) counts in none of them. */
export class Tally {
  #minutes = 0;
  #workerMinutes = 0;
  #demandMinutes = 0;
  #unservedMinutes = 0;
  #hotMinutes = 0;
  #squeezedMinutes = 0;

  /** `demand` in workers; `serving` carry it, `paid` cost. */
  add(demand: number, serving: number, paid: number): void {
    if (Number.isNaN(demand)) return;
    const lacking = demand / COMFORT - serving;
    this.#minutes += 1;
    this.#workerMinutes += paid;
    this.#demandMinutes += demand;
    this.#unservedMinutes += Math.max(0, demand - serving);
    this.#hotMinutes += lacking > 0 ? 1 : 0;
    this.#squeezedMinutes += Math.max(0, lacking);
  }

  outcome(changes: Pick<Outcome, 'launches' | 'terminations' | 'usd'>): Outcome {
    return {
      minutes: this.#minutes,
      workerMinutes: this.#workerMinutes,
      demandMinutes: this.#demandMinutes,
      unservedMinutes: this.#unservedMinutes,
      hotMinutes: this.#hotMinutes,
      squeezedMinutes: this.#squeezedMinutes,
      ...changes,
    };
  }
}
