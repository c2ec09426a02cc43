import type { EventTypeOf, RecordedEvent } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { initialScalingState, scalingFold } from './decider.ts';
import { changed, given, remembering, streakOf } from './testing/spec.ts';
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
    const other = remembering({ samplePosition: 7, streaks: { x: streakOf(1, 0) } });
    expect(scalingFold.evolve(other, event).memory).toEqual(scalingFold.evolve(initialScalingState, event).memory);
  });

  it('is not moved by scores', () => {
    const event = { type: 'ForecastScored' } as RecordedEvent<EventTypeOf<'scaling'>>;
    expect(scalingFold.evolve(initialScalingState, event)).toBe(initialScalingState);
  });

  it('keeps what a shadow policy remembers apart, and which policy it was', () => {
    const { decision } = given(hot).when({ cpu: 95 });
    const shadow = recorded('ShadowDecided', { policyName: 'other', ...decision }, 31);
    const state = scalingFold.evolve(initialScalingState, shadow);
    expect(state.memory).toBe(initialScalingState.memory);
    expect(state.shadow).toEqual({ policyVersion: 1, memory: decision.memory, to: 5 });
  });

  it('goes on from what was learnt of demand, and a decision without a model does not change that', () => {
    const learned = recorded('DemandLearned', { checkpoint: 720, state: '{}' }, 721);
    const state = scalingFold.evolve(initialScalingState, learned);
    expect(state.demand).toEqual({ learnedId: learned.id, from: 721, learnedPosition: 721 });
    const { decision } = given().when({});
    expect(scalingFold.evolve(state, recorded('ScaleDecided', decision, 722)).demand).toEqual(state.demand);
    const again = { ...decision, basis: { ...decision.basis, demand: { learnedId: learned.id, from: 721 } } };
    expect(scalingFold.evolve(state, recorded('ScaleDecided', again, 723)).demand).toEqual(state.demand);
    const other = { ...decision, basis: { ...decision.basis, demand: { learnedId: null, from: 4 } } };
    expect(scalingFold.evolve(state, recorded('ScaleDecided', other, 724)).demand).toEqual({
      ...{ learnedId: null, from: 4, learnedPosition: null },
    });
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
