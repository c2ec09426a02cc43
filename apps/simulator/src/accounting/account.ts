import type { FakeInstance } from '../world/ec2/fake-instance.ts';

const HOUR = 3_600_000;
const SHORTEST_BILL_MILLISECONDS = 60_000;

/** Demand above this share of what the ready workers serve is hot. */
export const HOT_ABOVE = 0.9;

/** What a simulated time came to. Counted by the world from its own instances; the services have no part in it. */
export type Totals = {
  readonly minutes: number;
  /** From launch to the end of billing, drain included. */
  readonly workerHours: number;
  readonly spotWorkerHours: number;
  /** Billed by the second, a minute at the least, at the price of the launch. Instances only. */
  readonly costUsd: number;
  readonly unservedPercent: number;
  readonly hotPercent: number;
  readonly squeezedWorkerHours: number;
  readonly launches: number;
  readonly terminations: number;
  /** Spot instances that EC2 announced it would take, whoever ended them then. */
  readonly interruptions: number;
};

export type Account = {
  /** One minute of demand against what the workers could serve in it, both in workers. */
  minute(demand: number, serving: number): void;
  launched(): void;
  interrupted(): void;
  ended(instance: FakeInstance): void;
  /** Totals so far; those that still run are counted up to `now`. */
  totals(alive: Iterable<FakeInstance>, now: number): Totals;
};

/** Counting begins at `startAt`: of an instance that is older, only what follows counts. */
export function createAccount(startAt: number): Account {
  const sums = { minutes: 0, hot: 0, demand: 0, unserved: 0, squeezed: 0, launches: 0, terminations: 0, interruptions: 0 };
  const ended: Billed = { milliseconds: 0, spotMilliseconds: 0, usd: 0 };
  return {
    minute(demand, serving) {
      sums.minutes += 1;
      sums.demand += demand;
      sums.unserved += Math.max(0, demand - serving);
      sums.squeezed += Math.max(0, demand / HOT_ABOVE - serving);
      if (demand > HOT_ABOVE * serving) sums.hot += 1;
    },
    launched() {
      sums.launches += 1;
    },
    interrupted() {
      sums.interruptions += 1;
    },
    ended(instance) {
      sums.terminations += 1;
      bill(ended, instance, { startAt, now: instance.endedAt ?? 0 });
    },
    totals(alive, now) {
      const billed = { ...ended };
      for (const instance of alive) if (instance.endedAt === null) bill(billed, instance, { startAt, now });
      return {
        minutes: sums.minutes,
        workerHours: billed.milliseconds / HOUR,
        spotWorkerHours: billed.spotMilliseconds / HOUR,
        costUsd: billed.usd,
        unservedPercent: percentOf(sums.unserved, sums.demand),
        hotPercent: percentOf(sums.hot, sums.minutes),
        squeezedWorkerHours: sums.squeezed / 60,
        launches: sums.launches,
        terminations: sums.terminations,
        interruptions: sums.interruptions,
      };
    },
  };
}

type Billed = { milliseconds: number; spotMilliseconds: number; usd: number };

function bill(billed: Billed, instance: FakeInstance, span: { readonly startAt: number; readonly now: number }): void {
  const milliseconds = Math.max(0, span.now - Math.max(span.startAt, instance.launchedAt));
  billed.milliseconds += milliseconds;
  if (instance.capacityType === 'spot') billed.spotMilliseconds += milliseconds;
  const seconds = Math.ceil(Math.max(SHORTEST_BILL_MILLISECONDS, milliseconds) / 1_000);
  billed.usd += (seconds * instance.pricePerHourUsd) / 3_600;
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}
