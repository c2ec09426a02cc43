import { describe, expect, it } from 'vitest';
import { createCapacity, FREQUENT_SHORTAGE } from './capacity.ts';
import { isDuring, zoneLossOfWeek } from './zone-losses.ts';

const HALF_HOUR = 1_800_000;

describe('capacity', () => {
  it('is short as often as said, for half an hour at a time, and less often On-Demand', () => {
    const capacity = createCapacity({ seed: 9, shortage: FREQUENT_SHORTAGE, isZoneLost: () => false });
    const short = { spot: 0, 'on-demand': 0 };
    for (let window = 0; window < 2_000; window += 1) {
      for (const capacityType of ['spot', 'on-demand'] as const) {
        const offering = { zone: 'a', instanceType: 't3.medium', capacityType };
        const available = capacity.isAvailable(offering, window * HALF_HOUR);
        expect(capacity.isAvailable(offering, window * HALF_HOUR + HALF_HOUR - 1)).toBe(available);
        if (!available) short[capacityType] += 1;
      }
    }
    expect(short.spot / 2_000).toBeCloseTo(1 - 0.7 * 0.9, 1);
    expect(short['on-demand'] / 2_000).toBeCloseTo(0.05, 1);
  });

  it('is nowhere in a lost zone', () => {
    const capacity = createCapacity({ seed: 9, shortage: { spot: 0, onDemand: 0 }, isZoneLost: (zone) => zone === 'a' });
    expect(capacity.isAvailable({ zone: 'a', instanceType: 't3.medium', capacityType: 'on-demand' }, 0)).toBe(false);
    expect(capacity.isAvailable({ zone: 'b', instanceType: 't3.medium', capacityType: 'on-demand' }, 0)).toBe(true);
  });
});

it('loses one zone a week for two hours, each of them some day', () => {
  const lost = new Set<string>();
  for (let week = 0; week < 30; week += 1) {
    const loss = zoneLossOfWeek(4, ['a', 'b', 'c'], week * 7 * 86_400_000 + 1);
    expect(loss.until - loss.from).toBe(7_200_000);
    expect([isDuring(loss, loss.from - 1), isDuring(loss, loss.from), isDuring(loss, loss.until)]).toEqual([
      false,
      true,
      false,
    ]);
    lost.add(loss.zone);
  }
  expect([...lost].sort()).toEqual(['a', 'b', 'c']);
});
