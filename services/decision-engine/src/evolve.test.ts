import type { EventTypeOf, RecordedEvent } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { initialScalingState, scalingFold } from './decider.ts';
import { changed, given, streakOf } from './testing/spec.ts';
import { recorded } from './testing/world.ts';

const hot = { streaks: { cpu: streakOf(2, 0) }, changes: [changed('down', -100, 9)] };

describe('the scaling state', () => {
  it('is the memory of the last decision when that was a hold', () => {
    const { decision } = given(hot).when({});
    expect(scalingFold.evolve(initialScalingState, recorded('ScaleDecided', decision, 30)).memory).toEqual(decision.memory);
  });

  it('has the change that the last decision made, at its own position', () => {
    const { decision } = given(hot).when({ cpu: 95 });
    expect(decision.action).toBe('up');
    expect(scalingFold.evolve(initialScalingState, recorded('ScaleDecided', decision, 30)).memory.changes).toEqual([
      changed('down', -100, 9),
      changed('up', 1, 30),
    ]);
  });

  it('does not depend on what was before the last decision', () => {
    const event = recorded('ScaleDecided', given(hot).when({ cpu: 95 }).decision, 30);
    const other = { memory: { samplePosition: 7, streaks: { x: streakOf(1, 0) }, changes: [] } };
    expect(scalingFold.evolve(other, event)).toEqual(scalingFold.evolve(initialScalingState, event));
  });

  it('is not moved by forecasts and shadow decisions', () => {
    for (const type of ['ForecastMade', 'ForecastScored', 'ShadowDecided'] as const) {
      const event = { type } as RecordedEvent<EventTypeOf<'scaling'>>;
      expect(scalingFold.evolve(initialScalingState, event)).toBe(initialScalingState);
    }
  });

  it('remembers no more changes than can be stored, the latest ones', () => {
    const changes = Array.from({ length: 21 }, (_, index) => changed('down', index - 600, index + 1));
    expect(given({ changes }).when({}).decision.memory.changes).toEqual(changes.slice(1));
  });

  it('forgets changes that nothing asks for any more', () => {
    const changes = [changed('down', -3_600), changed('up', -3_599)];
    expect(given({ changes }).when({ delaySeconds: 0 }).decision.memory.changes).toEqual([changed('up', -3_599)]);
  });
});
