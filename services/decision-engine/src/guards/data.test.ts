import { describe, expect, it } from 'vitest';
import { changed, given, streakOf } from '../testing/spec.ts';
import { unhealthyCluster } from './unhealthy-cluster.ts';

const idle = { streaks: { idle: streakOf(6, 0) } };
const hot = { streaks: { cpu: streakOf(3, 0) } };
const calm = { cpu: 5, memory: 5, fleet: { joined: 4 } };

it('calm lets a worker go when nothing stands in the way', () =>
  given(idle)
    .when(calm)
    .decides({
      action: 'down',
      guards: [
        'metrics-missing',
        'stale-sample',
        'incomplete-data',
        'unhealthy-cluster',
        'operation-in-flight',
        'workers-coming',
        'cooldown-down',
        'flapping',
      ].map((name) => ({ name, verdict: 'pass', because: null })),
    }));

describe('metrics missing', () => {
  it('holds, with every signal abstaining', () => {
    const { decision, decides } = given(idle).when({ ...calm, missed: true });
    decides({
      action: 'hold',
      from: 4,
      to: 4,
      decidedBy: 'metrics-missing',
      reason: 'metrics missing (timeout), 1 in a row: 4 workers stay',
    });
    expect(decision.signals.map(({ verdict }) => verdict)).toEqual(decision.signals.map(() => 'abstain'));
  });

  it('keeps what was remembered', () => {
    const changes = [changed('up', -100)];
    expect(given({ ...hot, changes }).when({ missed: true }).decision.memory).toEqual({
      samplePosition: 1,
      streaks: hot.streaks,
      changes,
      account: null,
    });
  });
});

describe('a stale sample', () => {
  it('sizes nothing when it is older than 180 s at the evaluation', () => {
    given(idle)
      .when({ ...calm, ageSeconds: 100, delaySeconds: 80 })
      .decides({ action: 'down' });
    given(idle)
      .when({ ...calm, ageSeconds: 100, delaySeconds: 81 })
      .decides({ action: 'hold', decidedBy: 'stale-sample' });
    given(idle)
      .when({ ...calm, ageSeconds: 180.5, delaySeconds: 0 })
      .decides({
        decidedBy: 'stale-sample',
        reason: 'the sample is 181 s old, more than 180 s: 4 workers stay',
      });
    given(hot).when({ cpu: 95, ageSeconds: 100, delaySeconds: 80 }).decides({ action: 'up' });
    given(hot).when({ cpu: 95, ageSeconds: 100, delaySeconds: 81 }).decides({ action: 'hold', decidedBy: 'stale-sample' });
  });

  it('is named also where the fleet is at its minimum', () =>
    given()
      .when({ fleet: { joined: 2 }, ageSeconds: 999 })
      .decides({ action: 'hold', decidedBy: 'stale-sample' }));

  it('lets the other guards see nothing of it either', () => {
    const { guard } = given(idle).when({ ...calm, ageSeconds: 999 });
    expect(guard('incomplete-data')?.because).toBe('cpu, memory, pods, requests, application missing');
    expect(guard('unhealthy-cluster')?.because).toBe('4 of 4 workers not Ready, more than 34 %');
  });

  it('is not made younger by a clock behind the collector', () =>
    given(idle)
      .when({ ...calm, ageSeconds: 200, delaySeconds: -60 })
      .decides({ decidedBy: 'stale-sample' }));
});

describe('incomplete data', () => {
  it.each([
    ['cpu', { cpu: null }],
    ['memory', { memory: null }],
    ['pods', { podsUnknown: true }],
    ['requests', { running: null }],
    ['application', { missing: ['application' as const] }],
  ])('keeps every worker when %s is missing', (part, look) =>
    given(idle)
      .when({ ...calm, ...look })
      .decides({ action: 'hold', decidedBy: 'incomplete-data', reason: expect.stringContaining(`${part} missing`) }),
  );

  it('keeps every worker while one of them does not report', () => {
    given(idle)
      .when({ ...calm, ready: 4, reporting: 3 })
      .decides({ action: 'hold', decidedBy: 'incomplete-data' });
    given(idle)
      .when({ ...calm, ready: 5, reporting: 5 })
      .decides({ action: 'down' });
  });

  it('keeps every worker while a signal of the application has no value', () => {
    const rule = { name: 'queue', query: 'queue', unit: '', threshold: 9, sizing: 'step' };
    const scene = { ...calm, policy: { signals: { application: [rule] } } };
    given(idle).when(scene).decides({ action: 'hold', decidedBy: 'incomplete-data' });
    const two = { ...calm, policy: { signals: { application: [{ ...rule, name: 'other' }, rule] } } };
    given(idle)
      .when({
        ...two,
        application: [
          { name: 'other', value: 0 },
          { name: 'queue', value: null },
        ],
      })
      .decides({ action: 'hold', reason: expect.stringContaining('but queue missing') });
    given(idle)
      .when({ ...scene, application: [{ name: 'queue', value: null }] })
      .decides({ decidedBy: 'incomplete-data' });
    given(idle)
      .when({ ...scene, application: [{ name: 'queue', value: 0 }] })
      .decides({ action: 'down' });
  });

  it('does not hinder a scale-up by what is known', () =>
    given(hot).when({ cpu: 95, memory: null, podsUnknown: true, running: null }).decides({ action: 'up', to: 5 }));
});

describe('an unhealthy cluster', () => {
  const knobs = { policy: { evaluation: { maxNotReadyPercent: 25 } } };

  it('keeps every worker when too many are not Ready', () => {
    given(idle)
      .when({ ...calm, ...knobs, ready: 6, reporting: 6, notReady: 2 })
      .decides({ action: 'down' });
    given(idle)
      .when({ ...calm, ...knobs, ready: 5, reporting: 5, notReady: 2 })
      .decides({ action: 'hold', decidedBy: 'unhealthy-cluster', reason: expect.stringContaining('2 of 7 workers not Ready') });
  });

  it('counts workers as not Ready that Prometheus does not know of', () =>
    expect(
      given(idle)
        .when({ ...calm, ready: 2, reporting: 2 })
        .guard('unhealthy-cluster'),
    ).toEqual({
      name: 'unhealthy-cluster',
      verdict: 'block',
      because: '2 of 4 workers not Ready, more than 34 %',
    }));

  it('is none where there is no worker', () => {
    const situation = {
      ...{ joined: 0, load: { workers: { ready: 0, notReady: 0, reporting: 0 } } },
      policy: { evaluation: { maxNotReadyPercent: 0 } },
    };
    expect(unhealthyCluster.objects(situation as never, {} as never)).toBeNull();
  });
});
