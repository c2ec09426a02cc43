import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHandlers } from '@smartscale/decision-engine/handler';
import { adoptPolicy, deriveEventId, type EventData, policySchema, streamName, toTimestamp } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { type BusEvent, silent } from '@smartscale/lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../program.ts';
import { formatForecast } from './format-forecast.ts';
import { readForecast } from './read-forecast.ts';

const CLUSTER = 'local';
const QUARTER_MS = 900_000;
const DAY_QUARTERS = 96;
/** A Monday. */
const START = Date.parse('2026-11-02T00:00:00.000Z');
const LIVED = 9 * DAY_QUARTERS + 34;
const SIZE = { cores: 2, bytes: 4 * 1024 ** 3 };
const CONTEXT = { awsRequestId: 'test', functionName: 'test', getRemainingTimeInMillis: () => 30_000 };

let folder: string;
let store: ReturnType<typeof openSqliteEventStore>;
let now = START;

/** Nine days and a morning of an office on two workers: a forecast and a sample at each quarter of an hour, until 08:30, when it is decided. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smartscale-forecast-'));
  store = openSqliteEventStore({ file: join(folder, 'fleet.db'), now: () => now, durability: 'normal' });
  const policy = policySchema.parse({ forecast: { leadSeconds: 900 } });
  await adoptPolicy(store, CLUSTER, { policy, author: 'test', note: '', now });
  const clock = { now: () => now, sleep: async () => {} };
  const { forecast, evaluate } = createHandlers({ store, clusterId: CLUSTER, clock, telemetry: silent });
  for (let step = 0; step <= LIVED; step += 1) {
    now = START + step * QUARTER_MS;
    await forecast({ tickAt: toTimestamp(now) }, CONTEXT);
    const sampled = await sample(step);
    if (step === LIVED) await evaluate(delivery(sampled), CONTEXT);
  }
}, 60_000);
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

async function sample(step: number) {
  const hour = (step % DAY_QUARTERS) / 4;
  const cores = (hour >= 9 && hour < 17 ? 6 : 2) + 0.2 * Math.sin(step * 12.9898);
  const data: EventData<'MetricsSampled'> = {
    ...{ sampledAt: toTimestamp(now), intervalSeconds: 120, ageSeconds: 0, missing: [], application: [], pods: null },
    workers: { ready: 2, notReady: 0, reporting: 2 },
    cpu: { percent: 25 * cores, usedCores: cores, allocatableCores: 4 },
    memory: { percent: 40, usedBytes: 0.8 * SIZE.bytes, allocatableBytes: 2 * SIZE.bytes },
    requests: { cores: 0, bytes: 0, sizes: [], daemonsPerWorker: { cores: 0, bytes: 0 }, allocatablePerWorker: SIZE },
  };
  const id = deriveEventId(now, 'sample');
  const event = { type: 'MetricsSampled' as const, id, data, occurredAt: toTimestamp(now), correlationId: id, causationId: id };
  const [appended] = await store.append(streamName('metrics', CLUSTER), [event], { expectedVersion: step });
  return appended;
}

function delivery(event: unknown): BusEvent {
  const detail = structuredClone(event) as { id: string; recordedAt: string };
  return {
    ...{ version: '0', id: detail.id, source: 'smartscale.metrics-collector', 'detail-type': 'MetricsSampled', account: '' },
    ...{ time: detail.recordedAt, region: '', resources: [], detail },
  };
}

describe('smartscale forecast', () => {
  it('says what the coming hour asks for, by whom, and when workers are launched for it', async () => {
    const view = await readForecast(store, CLUSTER, toTimestamp(now));
    expect(view).toMatchObject({
      madeAt: '2026-11-11T08:30:00.000Z',
      choice: { mode: 'active' },
      leadSeconds: 900,
      preScale: { decideAt: '2026-11-11T08:45:00.000Z', for: '2026-11-11T09:00:00.000Z', workers: 5 },
    });
    expect(view.steps.map(({ workers }) => workers)).toEqual([2, 2, 5, 5]);
    const text = formatForecast(view);
    expect(text).toMatch(
      /^made at 2026-11-11T08:30:00\.000Z by \S+, active: over the last week its pinball loss was \d+ % below/,
    );
    expect(text).toMatch(/^09:00 +5\.\d\d +5\.\d\d +- +- +5$/m);
    expect(text).toMatch(/decisions look 900 s ahead: 5 from 08:45 on, for 09:00\.$/m);
    expect(text).toMatch(/^brief +\d+ +\d\.\d{4} +\d+ % +\d\.\d\d +\d\.\d\d/m);
  });

  it('has the one that was in force at a moment, with the scores of then', async () => {
    const early = await readForecast(store, CLUSTER, '2026-11-03T10:05:00.000Z');
    expect(early).toMatchObject({ madeAt: '2026-11-03T10:00:00.000Z', choice: { mode: 'watching' }, preScale: null });
    expect(
      early.forecasters.every(({ abstained, week }) => abstained === '1.4 days of history, 7 are needed' && week === null),
    ).toBe(true);
    const later = await readForecast(store, CLUSTER, '2026-11-10T10:05:00.000Z');
    expect(later.forecasters.every(({ week }) => (week?.scores ?? 0) > 300)).toBe(true);
    expect(formatForecast(early)).toContain('nothing is added while it is only watched');
  });

  it('refuses a moment without one, and what is no moment', async () => {
    const smartscale = (...words: readonly string[]) =>
      run(['node', 'smartscale', 'forecast', ...words, '--store', `sqlite:${join(folder, 'fleet.db')}`]);
    await expect(readForecast(store, CLUSTER, '2026-11-01T00:00:00.000Z')).rejects.toThrow(
      /no forecast from the two hours before 2026-11-01T00:00:00\.000Z: one is made each quarter of an hour/,
    );
    expect(await smartscale('--at', 'noon')).toBe(2);
    expect(await smartscale('--at', '2026-11-11', '--json')).toBe(0);
  });
});
