import { capacityTypesToAdd, targetMix } from '@smartscale/capacity-manager/core';
import { type Policy, toTimestamp } from '@smartscale/events';
import type { FleetState, Worker } from '@smartscale/projections/fleet';

type CapacityType = 'spot' | 'on-demand';

/** USD of one worker for an hour. */
export type WorkerPrices = Readonly<Record<CapacityType, number>>;

export type FleetModel = {
  /** Joined ones at the beginning, by the mix. */
  readonly workers: number;
  /** From launch to Ready, and from the decision to take one away to its end. */
  readonly joinSeconds: number;
  readonly drainSeconds: number;
  readonly prices: WorkerPrices;
};

type ModelWorker = {
  readonly id: string;
  readonly capacityType: CapacityType;
  readonly launchedAt: number;
  status: 'launched' | 'joined' | 'draining';
  /** When the status began, and when it changes by itself: it joins, or is gone. */
  since: number;
  until: number;
};

const MINUTE = 60_000;
const NEVER = Number.POSITIVE_INFINITY;

/** A fleet as a policy sees it, without anything going wrong: launches join, drains end, each in its time. */
export class ModelFleet {
  serving = 0;
  coming = 0;
  leaving = 0;
  launches = 0;
  terminations = 0;
  /** What all of them cost an hour. */
  usdPerHour = 0;
  readonly #model: FleetModel;
  #workers: ModelWorker[] = [];
  #state: FleetState | null = null;
  #nextChange = NEVER;
  #named = 0;

  constructor(model: FleetModel, mix: Policy['mix'], now: number) {
    this.#model = model;
    this.#add(model.workers, { mix, now: now - model.joinSeconds * 1_000 });
    this.launches = 0;
    this.advance(now);
  }

  /** Joins and leaves whoever is due. */
  advance(now: number): void {
    if (now < this.#nextChange) return;
    for (const worker of this.#workers) {
      if (worker.status === 'launched' && worker.until <= now) enter(worker, 'joined', { since: worker.until, until: NEVER });
    }
    this.#workers = this.#workers.filter(({ until }) => until > now);
    this.#recount();
  }

  /** To a size, as decided: by the mix, launches and drains at once. */
  resize({ to, from, mix, now }: { to: number; from: number; mix: Policy['mix']; now: number }): void {
    if (to > from) this.#add(to - from, { mix, now });
    for (let left = from - to; left > 0; left -= 1) this.#drainOne(mix, now);
    this.advance(now);
    this.#recount();
  }

  /** As the fleet stream would tell it. The same object until something changes. */
  state(): FleetState {
    this.#state ??= stateOf(this.#workers, this.#model.joinSeconds);
    return this.#state;
  }

  #add(count: number, { mix, now }: { mix: Policy['mix']; now: number }): void {
    const places = this.#standing().map(({ capacityType }) => ({ zone: '', capacityType }));
    for (const capacityType of capacityTypesToAdd(places, count, mix)) {
      this.#named += 1;
      const until = now + this.#model.joinSeconds * 1_000;
      this.#workers.push({ id: `i-${this.#named}`, capacityType, launchedAt: now, status: 'launched', since: now, until });
    }
    this.launches += count;
    this.#recount();
  }

  /** One of the capacity type that there would be too many of. */
  #drainOne(mix: Policy['mix'], now: number): void {
    const standing = this.#standing();
    const spot = standing.filter(({ capacityType }) => capacityType === 'spot').length;
    const surplus = spot > targetMix(standing.length - 1, mix).spot ? 'spot' : 'on-demand';
    const joined = standing.filter(({ status }) => status === 'joined');
    const victim = joined.findLast(({ capacityType }) => capacityType === surplus) ?? joined.at(-1);
    if (victim === undefined) return;
    enter(victim, 'draining', { since: now, until: now + this.#model.drainSeconds * 1_000 });
    this.terminations += 1;
    this.#nextChange = Math.min(this.#nextChange, victim.until);
  }

  #standing(): readonly ModelWorker[] {
    return this.#workers.filter(({ status }) => status !== 'draining');
  }

  #recount(): void {
    const count = (status: ModelWorker['status']) => this.#workers.filter((worker) => worker.status === status).length;
    [this.serving, this.coming, this.leaving] = [count('joined'), count('launched'), count('draining')];
    this.usdPerHour = this.#workers.reduce((sum, { capacityType }) => sum + this.#model.prices[capacityType], 0);
    this.#nextChange = Math.min(NEVER, ...this.#workers.map(({ until }) => until));
    this.#state = null;
  }
}

function enter(worker: ModelWorker, status: ModelWorker['status'], { since, until }: { since: number; until: number }): void {
  worker.status = status;
  worker.since = since;
  worker.until = until;
}

function stateOf(workers: readonly ModelWorker[], joinSeconds: number): FleetState {
  return {
    workers: Object.fromEntries(workers.map((worker) => [worker.id, workerOf(worker)])),
    operations: operationsOf(workers),
    ...{ unavailable: [], zoneTroubles: [], zoneShifts: [], departed: [] },
    ...{ decisionPosition: 0, lastRefusal: null, lastRepairAt: null, joinSeconds: [joinSeconds] },
  };
}

function workerOf({ id, capacityType, launchedAt, status, since, until }: ModelWorker): Worker {
  const facts = {
    ...{ launchId: id, instanceId: id, nodeName: id, zone: 'any', capacityType, instanceType: 'any', pricePerHourUsd: 0 },
    ...{ launchedAt: toTimestamp(launchedAt), replaces: null },
  };
  switch (status) {
    case 'launched':
      return { ...facts, status, joinBy: toTimestamp(until + MINUTE) };
    case 'joined':
      return { ...facts, status, joinedAt: toTimestamp(since) };
    case 'draining': {
      const [startedAt, deadline] = [toTimestamp(since), toTimestamp(until)];
      return { ...facts, status, cause: 'scale-down', startedAt, deadline, hadJoined: true };
    }
  }
}

/** The one that is in flight while somebody comes or goes. */
function operationsOf(workers: readonly ModelWorker[]): FleetState['operations'] {
  const changing = workers.filter(({ status }) => status !== 'joined');
  const [first] = changing;
  if (first === undefined) return [];
  const idsOf = (status: ModelWorker['status']) => changing.filter((worker) => worker.status === status).map(({ id }) => id);
  const [joining, leaving] = [idsOf('launched'), idsOf('draining')];
  const cause = joining.length > 0 ? 'scale-up' : 'scale-down';
  return [
    {
      ...{ operationId: 'rehearsed', decisionPosition: 1, cause, reason: '', workersBefore: 0 },
      ...{ plannedAt: toTimestamp(first.since), pending: [], joining, leaving, added: [], removed: [], failed: 0 },
    },
  ];
}
