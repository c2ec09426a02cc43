import { describe, expect, it } from 'vitest';
import { run } from '../testing/spec.ts';

const hot = (minutes: number) => ({ seconds: minutes * 60, cpu: 90 });
const silent = (minutes: number) => ({ seconds: minutes * 60, missed: true });
const streak = (scenes: Parameters<typeof run>[0]) => run(scenes).at(-1)?.memory.streaks['cpu']?.samples;

describe('a streak of a breach', () => {
  it('counts samples in a row', () => expect(streak([hot(0), hot(2), hot(4)])).toBe(3));

  it('is neither lengthened nor ended by a silent Prometheus', () => {
    expect(streak([hot(0), silent(2)])).toBe(1);
    expect(streak([hot(0), silent(2), hot(4)])).toBe(2);
  });

  it('survives two lost ticks, not three: what was seen before is then old', () => {
    expect(streak([hot(0), silent(2), silent(4), hot(6)])).toBe(2);
    expect(streak([hot(0), silent(2), silent(4), silent(6), hot(8)])).toBe(1);
  });

  it('is lengthened by a second sample of the moment at which it began', () => expect(streak([hot(0), hot(0)])).toBe(2));

  it('does not survive an hour without a collector', () => expect(streak([hot(0), hot(60)])).toBe(1));

  it('is not lengthened by a stale sample, which may be the same measurement again', () => {
    expect(streak([hot(0), { ...hot(2), ageSeconds: 181 }])).toBe(1);
    expect(streak([hot(0), { ...hot(2), ageSeconds: 178 }])).toBe(2);
  });

  it('begins afresh when the clock was put back', () => {
    expect(streak([hot(60), hot(0)])).toBe(1);
    expect(streak([hot(60), hot(0), hot(2)])).toBe(2);
  });
});
