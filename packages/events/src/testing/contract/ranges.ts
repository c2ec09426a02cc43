import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../envelope.ts';
import type { RangePage } from '../../event-store.ts';
import { toTimestamp } from '../../timestamp.ts';
import { notice, notices, START } from './notices.ts';
import { type MakeStore, type OpenedStore, openFor } from './store-under-test.ts';

const MINUTE = 60_000;
const MIDNIGHT = Date.parse('2026-11-25T00:00:00.000Z');
const DAY = 24 * 60 * MINUTE;
const STREAM = 'notices-demo';
const BOUND = 50;

/** What `readRange` promises. A store may lag a little, so each check is repeated for a few seconds. */
export function describeRanges(makeStore: MakeStore): void {
  describe('readRange', () => {
    it('returns the streams of one cluster by time, then stream, then position', async () => {
      const opened = await openFor(makeStore);
      await write(opened, { at: START + MINUTE, stream: STREAM, events: notices(1, 2), expectedVersion: 0 });
      await write(opened, { at: START + MINUTE, stream: 'metrics-demo', events: [missed(3)], expectedVersion: 0 });
      await write(opened, { at: START, stream: 'metrics-demo', events: [missed(4)], expectedVersion: 1 });
      await write(opened, { at: START, stream: 'notices-other', events: [notice(5)], expectedVersion: 0 });
      const seen = [
        ['metrics-demo', 2],
        ['metrics-demo', 1],
        [STREAM, 1],
        [STREAM, 2],
      ];
      await expect.poll(() => places(opened, START, START + DAY)).toEqual(seen);
    });

    it('includes its start and excludes its end, to the millisecond and across days', async () => {
      const opened = await openFor(makeStore);
      const times = [MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + DAY - 1, MIDNIGHT + 3 * DAY, MIDNIGHT + 3 * DAY + 1];
      for (const [index, at] of times.entries()) {
        await write(opened, { at, stream: STREAM, events: [notice(index)], expectedVersion: index });
      }
      const positions = async (from: number, to: number) => (await places(opened, from, to)).map(([, position]) => position);
      await expect.poll(() => positions(MIDNIGHT - 1, MIDNIGHT + 3 * DAY + 2)).toEqual([1, 2, 3, 4, 5]);
      expect(await positions(MIDNIGHT, MIDNIGHT + 3 * DAY)).toEqual([2, 3]);
      expect(await positions(MIDNIGHT - 1, MIDNIGHT)).toEqual([1]);
      expect(await positions(MIDNIGHT + 3 * DAY, MIDNIGHT + 3 * DAY + 1)).toEqual([4]);
      expect(await positions(MIDNIGHT, MIDNIGHT)).toEqual([]);
      expect(await positions(MIDNIGHT + DAY, MIDNIGHT + 2 * DAY)).toEqual([]);
    });

    it('goes on from page to page without a gap or a repeat', async () => {
      const opened = await openFor(makeStore);
      for (let version = 0; version < 9; version += 3) {
        const at = MIDNIGHT - MINUTE + version * 20_000;
        await write(opened, { at, stream: STREAM, events: notices(version, 3), expectedVersion: version });
      }
      const all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
      for (const limit of [1, 2, 3, 4, 9, 10]) {
        await expect.poll(() => pagedPositions(opened, limit), { message: `pages of ${limit}` }).toEqual(all);
      }
    });
  });
}

type Write = { at: number; stream: 'notices-demo' | 'metrics-demo' | 'notices-other'; events: readonly NewEvent[] };

async function write(
  { store, clock }: OpenedStore,
  { at, stream, events, expectedVersion }: Write & { expectedVersion: number },
) {
  clock.time = at;
  await store.append(stream, events, { expectedVersion });
}

async function places({ store }: OpenedStore, from: number, to: number): Promise<readonly [string, number][]> {
  const { events } = await store.readRange('demo', { from: toTimestamp(from), to: toTimestamp(to) });
  return events.map(({ stream, position }) => [stream, position]);
}

async function pagedPositions({ store }: OpenedStore, limit: number): Promise<readonly number[]> {
  const range = { from: toTimestamp(START), to: toTimestamp(START + 2 * DAY), limit };
  const positions: number[] = [];
  let page: RangePage | undefined;
  for (let pages = 0; pages < BOUND; pages += 1) {
    page = await store.readRange('demo', page?.next === undefined ? range : { ...range, after: page.next });
    expect(page.events.length).toBeLessThanOrEqual(limit);
    positions.push(...page.events.map(({ position }) => position));
    if (page.next === undefined) return positions;
  }
  throw new Error(`no end after ${BOUND} pages`);
}

function missed(number: number): NewEvent<'MetricsMissed'> {
  const { data: _, type: __, ...envelope } = notice(number);
  const sampledAt = toTimestamp(START);
  const data = {
    sampledAt,
    intervalSeconds: 120,
    reason: 'timeout',
    message: 'no answer',
    attempts: 3,
    consecutive: 1,
  } as const;
  return { ...envelope, type: 'MetricsMissed', data };
}
