import { deriveEventId, type NewEvent, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { monthlyBill, PRICE_LISTS } from '@smartscale/projections/control-plane';
import { describe, expect, it } from 'vitest';
import { formatBill } from './format-bill.ts';
import { recordedActivity } from './recorded-activity.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const DAY = 86_400_000;

/** Misses at these times, in days. */
async function storeOf(...days: readonly number[]) {
  let now = START;
  const store = createMemoryEventStore({ now: () => now });
  for (const [index, day] of days.entries()) {
    now = START + day * DAY;
    const id = deriveEventId(now, 'miss', index);
    const cause = { reason: 'timeout', message: 'no answer', attempts: 3, consecutive: index + 1 };
    const data = { sampledAt: toTimestamp(now), intervalSeconds: 120, ...cause };
    const event = { id, type: 'MetricsMissed', data, occurredAt: toTimestamp(now), correlationId: id, causationId: id };
    await store.append('metrics-test', [event as NewEvent], { expectedVersion: index });
  }
  return store;
}

describe('the activity of a history', () => {
  it('is that of its last days, up to the last sample', async () => {
    const store = await storeOf(0, 8, 8.5, 10);
    // Four schedules at each midnight; in an hour 30 samples, 12 calls to tell again, 4 forecasts and a report.
    expect(await recordedActivity(store, 'test', 2)).toMatchObject({ days: 2, scheduleCalls: 4 + 12 * 47, events: 2 });
    expect(await recordedActivity(store, 'test', 30)).toMatchObject({ days: 10, scheduleCalls: 4 + 8.5 * 24 * 47 });
  });

  it('is none without two samples, and says so', async () => {
    for (const store of [await storeOf(), await storeOf(0)]) {
      await expect(recordedActivity(store, 'test', 30)).rejects.toThrow('cluster test has not two samples yet');
    }
  });

  it('is shown with what costs most first, and alarms apart', async () => {
    const activity = await recordedActivity(await storeOf(0, 1, 2), 'test', 30);
    const prices = PRICE_LISTS['us-east-1'];
    const view = { region: 'us-east-1', pricesAsOf: prices.asOf, basis: 'a test', activity };
    const lines = formatBill({ ...view, bill: monthlyBill(activity, { prices }) }).split('\n');
    const costs = lines
      .slice(
        3,
        lines.findIndex((line) => line.startsWith('  control plane ')),
      )
      .map((line) => line.split(/ {2,}/).at(-2));
    expect(costs.length).toBeGreaterThan(10);
    expect(costs).toEqual(costs.toSorted((a, b) => Number(b) - Number(a)));
    expect(lines.find((line) => line.includes('CloudWatch alarms'))).toMatch(/1\.600 +0\.600/);
    expect(lines.join('\n')).not.toContain('X-Ray');
  });
});
