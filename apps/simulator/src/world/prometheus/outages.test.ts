import { expect, it } from 'vitest';
import { outageAt } from './outages.ts';

const DAY_MINUTES = 1_440;

it('fails once a day for 5 to 30 minutes, in every way in the course of time', () => {
  const kinds = new Set<string>();
  for (let day = 0; day < 40; day += 1) {
    const failing: { readonly minute: number; readonly kind: string }[] = [];
    for (let minute = 0; minute < DAY_MINUTES; minute += 1) {
      const kind = outageAt('seed', (day * DAY_MINUTES + minute) * 60_000);
      if (kind) failing.push({ minute, kind });
    }
    expect(failing.length).toBeGreaterThanOrEqual(5);
    expect(failing.length).toBeLessThanOrEqual(30);
    expect(new Set(failing.map(({ kind }) => kind)).size).toBe(1);
    expect((failing.at(-1)?.minute ?? 0) - (failing[0]?.minute ?? 0)).toBe(failing.length - 1);
    kinds.add(failing[0]?.kind ?? '');
  }
  expect([...kinds].sort()).toEqual(['error', 'partial', 'silent', 'stale']);
});
