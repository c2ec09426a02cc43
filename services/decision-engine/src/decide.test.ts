import { catalogue, deriveEventId } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { evaluate, initialScalingState } from './decider.ts';
import { changed, commandOf, given, remembering, run, streakOf } from './testing/spec.ts';
import { START } from './testing/world.ts';

describe('an evaluation', () => {
  it('is made once for each sample, holds included', () => {
    const command = commandOf({}, 3);
    const after = (samplePosition: number) => remembering({ samplePosition });
    expect(evaluate(command, after(2))).toMatchObject([{ type: 'ScaleDecided', data: { action: 'hold' } }]);
    expect(evaluate(command, after(3))).toEqual([]); // repeated
    expect(evaluate(command, after(4))).toEqual([]); // overtaken by a newer one
    expect(evaluate(commandOf({ missed: true }, 3), after(3))).toEqual([]);
  });

  it('writes down what it rested on', () =>
    given({ samplePosition: 41 })
      .when({ delaySeconds: 3 })
      .decides({
        basis: {
          intervalSeconds: 120,
          now: '2026-11-24T08:00:03.000Z',
          sampleId: deriveEventId(START, 'MetricsSampled', 42),
          samplePosition: 42,
          fleetPosition: 7,
          policyVersion: 1,
          forecast: null,
          demand: null,
        },
      }));

  it('holds while no policy was ever adopted, and forgets nothing meanwhile', () => {
    const memory = { streaks: { cpu: streakOf(1, 0) }, changes: [changed('up', -5)] };
    given(memory)
      .when({ policy: null, cpu: 99, fleet: { joined: 0 } })
      .decides({
        action: 'hold',
        from: 0,
        to: 0,
        decidedBy: 'no-policy',
        signals: [],
        guards: [{ name: 'no-policy', verdict: 'block', because: 'no policy was ever adopted' }],
        basis: expect.objectContaining({ policyVersion: 0 }),
        memory: { samplePosition: 1, ...memory, account: null },
      });
  });

  it('counts workers on their way while no policy was ever adopted', () =>
    given()
      .when({ policy: null, fleet: { joined: 3, coming: 2 } })
      .decides({ action: 'hold', from: 5, to: 5 }));

  it('names the normal load when nothing is to be done', () =>
    given().when({ cpu: 45 }).decides({ decidedBy: 'idle', reason: 'CPU 45 % is not below 30 %: 3 workers stay' }));

  it('goes by the first of equal wishes, and by the largest of all', () => {
    const policy = { signals: { cpu: { samples: 1 }, memory: { samples: 1 } } };
    given().when({ cpu: 80, memory: 86, policy }).decides({ to: 4, decidedBy: 'cpu' });
    given().when({ cpu: 80, memory: 87, policy }).decides({ to: 5, decidedBy: 'memory' });
    given()
      .when({ cpu: 110, fleet: { joined: 1 }, policy })
      .decides({ to: 2, decidedBy: 'minimum' });
  });

  it('counts workers on their way among those that stay', () => {
    const scene = { cpu: 45, fleet: { joined: 3, coming: 2 } };
    given()
      .when(scene)
      .decides({ from: 5, to: 5, reason: expect.stringContaining(': 5 workers stay') });
  });

  it('speaks of one worker as one', () => {
    const scene = { cpu: 45, fleet: { joined: 1 }, policy: { workers: { min: 1, max: 9 } } };
    given().when(scene).decides({ reason: 'CPU 45 % is not below 30 %: 1 worker stays' });
  });

  it('names a threshold passed for too short a time before anything else', () =>
    given().when({ cpu: 45, memory: 76 }).decides({ decidedBy: 'memory' }));

  it('names the guard alone where no signal had an opinion', () =>
    given().when({ cpu: null, memory: 30 }).decides({ decidedBy: 'incomplete-data', reason: 'cpu missing: 3 workers stay' }));

  it('records every guard that stands in the way, not only the first', () => {
    const memory = { streaks: { cpu: streakOf(2, 0) }, changes: [changed('up', -10)] };
    const { decision } = given(memory).when({ cpu: 95, fleet: { joined: 4, coming: 3, operations: [{}] } });
    expect(decision.decidedBy).toBe('operation-in-flight');
    expect(decision.guards.filter(({ verdict }) => verdict === 'block').map(({ name }) => name)).toEqual([
      'operation-in-flight',
      'workers-coming',
      'cooldown-up',
    ]);
  });

  it('fits its schema and reads the same after it was stored', () => {
    const decisions = run([
      { cpu: 80 },
      { seconds: 120, cpu: 80 },
      { seconds: 240, missed: true },
      { seconds: 360, policy: null },
    ]);
    expect(decisions.map(({ action }) => action)).toEqual(['hold', 'up', 'hold', 'hold']);
    for (const data of decisions) {
      expect(JSON.stringify(catalogue.ScaleDecided.data.parse(data))).toBe(JSON.stringify(data));
    }
  });

  it('stays small: 1.8 KB of JSON on a usual tick', () => {
    const sizes = [{ cpu: 55 }, { cpu: 80 }, { cpu: 5, memory: 5 }].map((look) => JSON.stringify(run([look])[0]).length);
    expect(Math.max(...sizes)).toBeLessThan(1_800);
  });

  it('leaves the state that it was given alone', () => {
    const state = structuredClone(initialScalingState);
    evaluate(commandOf({ cpu: 90 }, 1), state);
    expect(state).toEqual(initialScalingState);
  });
});
