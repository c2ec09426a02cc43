import type { EventData, Policy } from '@smartscale/events';

const SECONDS_PER_HOUR = 3_600;

/** Hours of a week by what its decisions saw and did; each decision is good for its interval. */
export type DecisionTally = {
  readonly decisions: number;
  readonly ups: number;
  readonly downs: number;
  readonly hours: number;
  readonly workerHours: number;
  readonly fewest: number;
  readonly most: number;
  /** Worker-hours beyond the On-Demand base. */
  readonly aboveBaseHours: number;
  /** Hours at the maximum with more wanted, by how many workers were. */
  readonly wantedAtMaxHours: Readonly<Record<string, number>>;
  /** One worker less would have carried the load. */
  readonly idleHours: number;
  /** Of these, those at the minimum. */
  readonly idleAtMinHours: number;
  /** Of these, those above the minimum in which nothing was done, by who held. */
  readonly idleHeldHours: Readonly<Record<string, number>>;
  /** More was wanted, and the cooldown held. */
  readonly cooldownUpHours: number;
  readonly missedWorkerHours: number;
};

export const emptyDecisionTally: DecisionTally = {
  ...{ decisions: 0, ups: 0, downs: 0, hours: 0, workerHours: 0, fewest: 0, most: 0, aboveBaseHours: 0 },
  ...{ wantedAtMaxHours: {}, idleHours: 0, idleAtMinHours: 0, idleHeldHours: {}, cooldownUpHours: 0, missedWorkerHours: 0 },
};

type Decided = EventData<'ScaleDecided'>;

/** Counts a decision under the bounds and thresholds of a policy. */
export function withDecision(tally: DecisionTally, data: Decided, policy: Policy): DecisionTally {
  const { action, from, basis } = data;
  const hours = basis.intervalSeconds / SECONDS_PER_HOUR;
  const counted = {
    ...tally,
    decisions: tally.decisions + 1,
    ups: tally.ups + Number(action === 'up'),
    downs: tally.downs + Number(action === 'down'),
    hours: tally.hours + hours,
    workerHours: tally.workerHours + from * hours,
    fewest: tally.decisions === 0 ? from : Math.min(tally.fewest, from),
    most: Math.max(tally.most, from),
    aboveBaseHours: tally.aboveBaseHours + Math.max(0, from - policy.mix.onDemandBase) * hours,
  };
  const about = { data, policy, hours };
  return withIdleness(withWish(counted, about), about);
}

type Counted = { readonly data: Decided; readonly policy: Policy; readonly hours: number };

function withWish(tally: DecisionTally, { data, policy, hours }: Counted): DecisionTally {
  const { action, from, to, decidedBy } = data;
  const wish = largestWish(data);
  if (wish > to && to >= policy.workers.max) {
    return { ...tally, wantedAtMaxHours: plus(tally.wantedAtMaxHours, String(wish), hours) };
  }
  if (action !== 'hold' || decidedBy !== 'cooldown-up' || wish <= from) return tally;
  return {
    ...tally,
    cooldownUpHours: tally.cooldownUpHours + hours,
    missedWorkerHours: tally.missedWorkerHours + (wish - from) * hours,
  };
}

function withIdleness(tally: DecisionTally, { data, policy, hours }: Counted): DecisionTally {
  if (!oneLessIsEnough(data, policy)) return tally;
  const { action, from } = data;
  const isHeld = action === 'hold' && from > policy.workers.min;
  return {
    ...tally,
    idleHours: tally.idleHours + hours,
    idleAtMinHours: tally.idleAtMinHours + (from === policy.workers.min ? hours : 0),
    idleHeldHours: isHeld ? plus(tally.idleHeldHours, holderIn(data, policy), hours) : tally.idleHeldHours,
  };
}

/** The signal `idle` holds because of CPU, of memory, or because it has not been calm for long enough. */
function holderIn(data: Decided, { signals: { idle } }: Policy): string {
  if (data.decidedBy !== 'idle') return data.decidedBy;
  if ((measuredBy(data, 'cpu') ?? 0) >= idle.cpuBelowPercent) return 'idle-cpu';
  return (measuredBy(data, 'memory') ?? 0) >= idle.memoryBelowPercent ? 'idle-memory' : 'idle';
}

function measuredBy({ signals }: Decided, name: string): number | null {
  return signals.find((signal) => signal.name === name)?.value ?? null;
}

function largestWish({ signals, to }: Decided): number {
  return signals.reduce(
    (most, { verdict, desiredWorkers }) => (verdict === 'up' ? Math.max(most, desiredWorkers ?? 0) : most),
    to,
  );
}

/** CPU and memory would have stayed below their targets, and the pods' requests would have fitted. Nothing is said without both. */
function oneLessIsEnough(data: Decided, policy: Policy): boolean {
  const { signals, from } = data;
  if (from < 2) return false;
  const [cpu, memory] = [measuredBy(data, 'cpu'), measuredBy(data, 'memory')];
  if (cpu === null || memory === null) return false;
  const without = from / (from - 1);
  const fits = signals.find(({ name }) => name === 'requests')?.verdict !== 'hold';
  const { cpu: ofCpu, memory: ofMemory } = policy.signals;
  return fits && cpu * without <= ofCpu.targetPercent && memory * without <= ofMemory.targetPercent;
}

function plus(sums: Readonly<Record<string, number>>, name: string, hours: number): Readonly<Record<string, number>> {
  return { ...sums, [name]: (sums[name] ?? 0) + hours };
}
