import { describe, expect, it } from 'vitest';
import { outsideWindows, wallClock } from './disruption-window.ts';
import { policySchema } from './policy.ts';

type Window = { readonly days?: readonly string[]; readonly from: string; readonly to: string };

/** Whether workers may be disrupted at that moment. */
function isOpen(windows: readonly Window[], timeZone: string, moment: string): boolean {
  const { disruption } = policySchema.parse({ disruption: { windows, timeZone } });
  return outsideWindows(disruption, Date.parse(moment)) === null;
}

const nights = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '22:00', to: '05:00' }];

describe('the wall clock', () => {
  it.each([
    ['2026-11-24T18:30:00Z', 'Asia/Kolkata', 'wed 00:00'],
    ['2026-11-24T18:29:59Z', 'Asia/Kolkata', 'tue 23:59'],
    ['2026-11-24T12:00:00Z', 'UTC', 'tue 12:00'],
    // New York goes forward on 8 March 2026 at 2:00 and back on 1 November at 2:00.
    ['2026-03-08T06:59:00Z', 'America/New_York', 'sun 01:59'],
    ['2026-03-08T07:00:00Z', 'America/New_York', 'sun 03:00'],
    ['2026-11-01T05:30:00Z', 'America/New_York', 'sun 01:30'],
    ['2026-11-01T06:30:00Z', 'America/New_York', 'sun 01:30'],
  ])('at %s in %s shows %s', (moment, timeZone, shown) => {
    const { day, time } = wallClock(Date.parse(moment), timeZone);
    expect(`${day} ${time}`).toBe(shown);
  });
});

describe('windows', () => {
  it('allow every hour when there are none', () => expect(isOpen([], 'UTC', '2026-11-24T12:00:00Z')).toBe(true));

  it('begin with their first minute and end before the minute `to`', () => {
    const noon = [{ from: '12:00', to: '13:00' }];
    expect(isOpen(noon, 'UTC', '2026-11-24T11:59:59.999Z')).toBe(false);
    expect(isOpen(noon, 'UTC', '2026-11-24T12:00:00Z')).toBe(true);
    expect(isOpen(noon, 'UTC', '2026-11-24T12:59:59.999Z')).toBe(true);
    expect(isOpen(noon, 'UTC', '2026-11-24T13:00:00Z')).toBe(false);
  });

  it('over midnight belong to the day on which they begin', () => {
    // Friday 27 November 2026, 22:00 in Kolkata is 16:30 UTC.
    expect(isOpen(nights, 'Asia/Kolkata', '2026-11-27T16:29:59Z')).toBe(false);
    expect(isOpen(nights, 'Asia/Kolkata', '2026-11-27T16:30:00Z')).toBe(true);
    expect(isOpen(nights, 'Asia/Kolkata', '2026-11-27T23:29:59Z')).toBe(true);
    expect(isOpen(nights, 'Asia/Kolkata', '2026-11-27T23:30:00Z')).toBe(false);
    expect(isOpen(nights, 'Asia/Kolkata', '2026-11-28T16:30:00Z'), 'Saturday evening').toBe(false);
    expect(isOpen(nights, 'Asia/Kolkata', '2026-11-29T18:30:00Z'), 'Monday morning, of Sunday').toBe(false);
  });

  it('that end at 00:00 end with the day', () => {
    const evening = [{ days: ['tue'], from: '20:00', to: '00:00' }];
    expect(isOpen(evening, 'UTC', '2026-11-24T23:59:00Z')).toBe(true);
    expect(isOpen(evening, 'UTC', '2026-11-25T00:00:00Z')).toBe(false);
    expect(isOpen(evening, 'UTC', '2026-11-24T00:00:00Z')).toBe(false);
  });

  it('follow the wall clock over both changes of summer time', () => {
    const early = [{ from: '01:30', to: '02:30' }];
    const open = (moment: string) => isOpen(early, 'America/New_York', moment);
    // 1:30 to 2:00, then it is 3:00.
    expect(['06:29', '06:30', '06:59', '07:00', '07:29'].map((time) => open(`2026-03-08T${time}:00Z`))).toEqual([
      ...[false, true, true, false, false],
    ]);
    // 1:30 comes twice: the second one ends at 2:30 of winter time, and between them it is 1:00 again.
    expect(
      ['05:29', '05:30', '05:59', '06:00', '06:30', '07:29', '07:30'].map((time) => open(`2026-11-01T${time}:00Z`)),
    ).toEqual([false, true, true, false, true, true, false]);
  });

  it('say why not, in the words of the one who wrote them', () => {
    const { disruption } = policySchema.parse({ disruption: { windows: nights, timeZone: 'Asia/Kolkata' } });
    expect(outsideWindows(disruption, Date.parse('2026-11-24T08:35:00Z'))).toBe(
      'workers are disrupted by choice only mon, tue, wed, thu, fri 22:00 to 05:00; it is tue 14:05 (Asia/Kolkata)',
    );
  });
});
