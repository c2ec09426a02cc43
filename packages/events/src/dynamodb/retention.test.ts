import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../catalogue/index.ts';
import type { RecordedEvent } from '../envelope.ts';
import { readEnvelope } from '../read-event.ts';
import { STREAM_CATEGORIES } from '../streams.ts';
import { isEventItem, itemOf, itemOfImage } from './item.ts';
import { expireRoutine, isShortLived, KEPT_EVERY } from './retention.ts';

const golden = (type: string) =>
  readEnvelope(JSON.parse(readFileSync(join(import.meta.dirname, `../golden/${type}.v1.json`), 'utf8')));
const at = (event: RecordedEvent, position: number) => ({ ...event, position });

describe('the retention of production', () => {
  it('lets samples, misses, forecasts and holds go after 30 days', () => {
    const hold = golden('ShadowDecided');
    for (const routine of [
      golden('MetricsSampled'),
      golden('MetricsMissed'),
      golden('ForecastMade'),
      golden('ForecastScored'),
      hold,
    ]) {
      expect(expireRoutine()(at(routine, 7))).toBe(30);
      expect(expireRoutine(90)(at(routine, 7))).toBe(90);
    }
  });

  it('keeps whatever changed something', () => {
    const kept = Object.keys(catalogue).filter((type) => expireRoutine()(at(golden(type), 7)) === null);
    const gone = Object.keys(catalogue).filter((type) => !kept.includes(type));
    expect(gone).toEqual(['MetricsSampled', 'MetricsMissed', 'ShadowDecided', 'ForecastMade', 'ForecastScored']);
  });

  it('keeps the first event and one in ten, so that a stream never empties and its end is known to within ten', () => {
    const sample = golden('MetricsSampled');
    const kept = Array.from({ length: 100 }, (_, index) => index + 1).filter(
      (position) => expireRoutine()(at(sample, position)) === null,
    );
    expect(kept).toEqual([1, ...Array.from({ length: 100 / KEPT_EVERY }, (_, index) => (index + 1) * KEPT_EVERY)]);
  });

  it('lets events go in those streams only that are known for it', () => {
    const shortLived = Object.values(catalogue)
      .filter(({ type }) => expireRoutine()(at(golden(type), 7)) !== null)
      .map(({ category }) => category);
    expect(STREAM_CATEGORIES.filter((category) => isShortLived(`${category}-demo`))).toEqual([...new Set(shortLived)]);
  });

  it.each([0, 0.5, -1, Number.NaN])('is a day at the least, not %d', (days) => {
    expect(() => expireRoutine(days)).toThrow(RangeError);
  });
});

describe('an item', () => {
  it('expires whole days after it was recorded, or never', () => {
    const event = golden('MetricsSampled');
    const recordedSeconds = Math.ceil(Date.parse(event.recordedAt) / 1_000);
    expect(itemOf(event, 30).expiresAt).toBe(recordedSeconds + 30 * 86_400);
    expect(itemOf(event, null)).not.toHaveProperty('expiresAt');
  });

  it('comes out of a stream image as it went in', () => {
    const item = itemOf(golden('NodeLaunched'), 30);
    const image = Object.fromEntries(
      Object.entries(item).map(([name, value]) => [name, typeof value === 'number' ? { N: `${value}` } : { S: value }]),
    );
    expect(itemOfImage(image)).toEqual(item);
    expect(isEventItem(item)).toBe(true);
    expect(isEventItem({ pk: 'snapshot#a#b', sk: 0, state: '{}' })).toBe(false);
  });
});
