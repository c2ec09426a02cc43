import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demandFromTrace, parseTrace } from '@smartscale/backtest/traces';
import { createHandlers } from '@smartscale/decision-engine/handler';
import {
  defaultPolicy,
  deriveEventId,
  type EventStore,
  type NewEvent,
  type RecordedEvent,
  streamName,
  toTimestamp,
} from '@smartscale/events';
import { openSqliteEventStore, type SqliteEventStore } from '@smartscale/events/sqlite';
import { countReads } from '@smartscale/events/testing';
import { type BusEvent, silent } from '@smartscale/lambda';
import { createSimulation, SHIPPED_TRACES, type SimulationResult } from '@smartscale/simulator';
import { replay } from '../../apps/cli/src/replay/replay.ts';
import { type Figure, type Measure, round, secondsOf } from '../measure.ts';

const CLUSTER = 'local';
const MEGABYTE = 1024 * 1024;
const GOALS = { ticksPerSecond: 2_000, replaySeconds: 10, items: 15, memoryGrowth: 1.2 };

/** A simulated year in one file: how fast it was lived, whether memory stayed flat, how fast it is decided again, what a decision reads. */
export const year: Measure = {
  name: 'year',
  async run({ quick }) {
    const days = quick ? 10 : 365;
    const folder = mkdtempSync(join(tmpdir(), 'smartscale-bench-'));
    try {
      const young = join(folder, 'young.db');
      const old = join(folder, 'old.db');
      await live(young, 1);
      const life = await live(old, days);
      return [...lifeFigures(life, days), ...(await replayFigures(old, life.result)), await itemsFigure(young, old, days)];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

type Life = { readonly result: SimulationResult; readonly heapEarly: number; readonly heapLate: number };

/** Lives `days` into a file, looking at the heap after garbage collection at a tenth and at the end. */
async function live(file: string, days: number): Promise<Life> {
  const trace = parseTrace(readFileSync(SHIPPED_TRACES['nasa-http'] ?? '', 'utf8'), { name: 'nasa-http' });
  const policy = defaultPolicy();
  const demand = demandFromTrace(trace, { maxWorkers: policy.workers.max });
  const earlyMinute = Math.round(days * 144);
  let minute = 0;
  let heapEarly = 0;
  const simulation = await createSimulation({
    ...{ demand, policy, clusterId: CLUSTER },
    openStore: (now) => openSqliteEventStore({ file, now, durability: 'normal' }),
    observer: () => {
      minute += 1;
      if (minute === earlyMinute) heapEarly = heapInUse();
    },
  });
  const result = await simulation.run({ days, stopwatch: () => performance.now() });
  return { result, heapEarly, heapLate: heapInUse() };
}

function heapInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / MEGABYTE;
}

function lifeFigures({ result, heapEarly, heapLate }: Life, days: number): readonly Figure[] {
  const speed: Figure = {
    name: `simulate ${days} days, all services`,
    value: result.ticksPerSecond,
    unit: 'evaluations a second',
    against: `one core, ${result.events} events in ${result.seconds} s`,
    goal: `${GOALS.ticksPerSecond} or more`,
    holds: result.ticksPerSecond >= GOALS.ticksPerSecond,
    timing: true,
  };
  const memory: Figure = {
    name: 'heap at the end of it',
    value: round(heapLate / heapEarly),
    unit: 'times that at a tenth',
    against: `${round(heapEarly, 1)} MB at a tenth, ${round(heapLate, 1)} MB at the end`,
    goal: `${GOALS.memoryGrowth} or less`,
    holds: heapLate / heapEarly <= GOALS.memoryGrowth,
    timing: false,
  };
  return [speed, memory];
}

async function replayFigures(file: string, { events }: SimulationResult): Promise<readonly Figure[]> {
  return withStore(file, async (store) => {
    let different = -1;
    let evaluations = 0;
    const seconds = await secondsOf(async () => {
      const report = await replay(store, CLUSTER, { from: null, to: null, policy: null });
      different = report.differentCount + report.notRetained;
      evaluations = report.evaluations;
    });
    const speed: Figure = {
      name: `replay of it, ${events} events, ${round(statSync(file).size / MEGABYTE, 0)} MB`,
      value: round(seconds),
      unit: 'seconds',
      against: `${evaluations} decisions taken again`,
      goal: `${GOALS.replaySeconds} or less`,
      holds: seconds <= GOALS.replaySeconds,
      timing: true,
    };
    const sameness: Figure = {
      name: 'decisions that replay takes otherwise',
      value: different,
      unit: 'or cannot take',
      against: `${evaluations} decisions taken again`,
      goal: '0',
      holds: different === 0 && evaluations > 0,
      timing: false,
    };
    return [speed, sameness];
  });
}

/** Items that the next evaluation reads from a store a day old and from this one; the most over enough to pass every snapshot. */
async function itemsFigure(young: string, old: string, days: number): Promise<Figure> {
  const [youngItems, oldItems] = [await withStore(young, mostItemsRead), await withStore(old, mostItemsRead)];
  return {
    name: `items that an evaluation reads after ${days} days`,
    value: oldItems,
    unit: 'items at the most',
    against: `${youngItems} after 1 day`,
    goal: `${GOALS.items} or less`,
    holds: oldItems <= GOALS.items,
    timing: false,
  };
}

const EVALUATIONS = 20;

async function mostItemsRead(store: SqliteEventStore): Promise<number> {
  const counting = countReads(store);
  let now = 0;
  const clock = { now: () => now, sleep: async () => {} };
  const { evaluate } = createHandlers({ store: counting, clusterId: CLUSTER, clock, telemetry: silent });
  let most = 0;
  for (let number = 0; number < EVALUATIONS; number += 1) {
    const sample = await nextSample(store);
    now = Date.parse(sample.recordedAt);
    const before = counting.reads.items;
    await evaluate(deliveryOf(sample), {
      awsRequestId: 'bench',
      functionName: 'evaluate',
      getRemainingTimeInMillis: () => 60_000,
    });
    most = Math.max(most, counting.reads.items - before);
  }
  return most;
}

/** The last sample once more, two minutes on. */
async function nextSample(store: EventStore): Promise<RecordedEvent> {
  const stream = streamName('metrics', CLUSTER);
  const [last] = await store.read(stream, { direction: 'backward', limit: 1 });
  if (last?.type !== 'MetricsSampled') throw new Error('the simulated cluster has no last sample');
  const sampledAt = toTimestamp(Date.parse(last.data.sampledAt) + 120_000);
  const event: NewEvent<'MetricsSampled'> = {
    ...last,
    id: deriveEventId(Date.parse(sampledAt), last.id, 'next'),
    occurredAt: sampledAt,
    data: { ...last.data, sampledAt },
  };
  const [appended] = await store.append(stream, [event], { expectedVersion: last.position });
  if (!appended) throw new Error('the sample was not appended');
  return appended;
}

function deliveryOf(event: RecordedEvent): BusEvent {
  return {
    ...{
      version: '0',
      id: event.id,
      source: 'smartscale.metrics-collector',
      'detail-type': event.type,
      time: event.recordedAt,
    },
    ...{ account: '123456789012', region: 'ap-south-1', resources: [], detail: event },
  };
}

async function withStore<Result>(file: string, work: (store: SqliteEventStore) => Promise<Result>): Promise<Result> {
  const store = openSqliteEventStore({ file, now: Date.now, durability: 'normal' });
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
