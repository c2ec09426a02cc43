import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { around, knownOf, showing } from '../testing/demand.ts';
import { given, type Scene } from '../testing/spec.ts';
import { LEAST_SAMPLES } from './newsvendor.ts';

/** Nets far above what the newsvendor lets come, no rest after changes. */
const NETS = { scaleUpAbovePercent: 95, targetPercent: 95 };
const policy = {
  sizing: { by: 'price', squeezedPrice: 20 },
  signals: { cpu: NETS, memory: NETS },
  cooldown: { afterUpSeconds: 0, afterDownSeconds: 0 },
};

/** A demand seen for a day, the last sample the one that is decided on. */
function priced(demand: number, joined: number, more: Partial<Scene> = {}): Scene {
  const known = more.demand ?? knownOf([...around(demand, 720), demand]);
  return { ...showing(demand, joined), policy, demand: known, ...more };
}

const sense = (scene: Scene) => given().when(scene).signal('newsvendor');

describe('the newsvendor', () => {
  it('wants what keeps a steady demand below 90 % of capacity', () => {
    expect(sense(priced(4, 3))).toMatchObject({
      verdict: 'up',
      desiredWorkers: 5,
      value: expect.closeTo(4, 0),
      unit: 'workers of demand',
    });
    expect(sense(priced(4, 5))).toMatchObject({ verdict: 'hold', desiredWorkers: 5 });
    expect(sense(priced(4, 8))).toMatchObject({ verdict: 'down', desiredWorkers: 5 });
  });

  it('decides at once upwards, and downwards one worker at a time', () => {
    given().when(priced(5.1, 3)).decides({ action: 'up', from: 3, to: 6, decidedBy: 'newsvendor' });
    given().when(priced(2, 8)).decides({ action: 'down', from: 8, to: 7, decidedBy: 'newsvendor' });
  });

  it('wants more workers at a higher price', () => {
    const restless = knownOf([...around(4, 720, 1.5), 4]);
    const wishAt = (squeezedPrice: number) =>
      sense(priced(4, 5, { demand: restless, policy: { ...policy, sizing: { by: 'price', squeezedPrice } } }))?.desiredWorkers;
    expect(wishAt(2)).toBeLessThan(wishAt(200) ?? 0);
  });

  it('stays within the limits of the fleet', () => {
    expect(sense(priced(20, 10))?.desiredWorkers).toBe(10);
    expect(sense(priced(0.1, 4))?.desiredWorkers).toBe(2);
  });

  it('counts workers on their way as there, so that they are not asked for again', () => {
    const fleet = { joined: 3, coming: 2, operations: [] };
    given()
      .when({ ...priced(4, 3), fleet })
      .decides({ action: 'hold', decidedBy: 'workers-coming' });
  });

  it('says what it rests on, and how long workers take to join', () => {
    const because = sense(priced(4, 5))?.because;
    expect(because).toMatch(
      /^expects demand of \d\.\d\d workers \(spread 0\.\d\d\) in 2 minutes; 5 workers: the last of them saves/,
    );
    expect(because).toMatch(/at 20 worker-hours for a squeezed one; none has joined yet, 150 s to join are assumed$/);
    const known = given()
      .when(priced(4, 5, { fleet: { joined: 5, joinSeconds: [100, 250, 900] } }))
      .signal('newsvendor');
    expect(known?.because).toMatch(/in 4 minutes; .*; a worker takes 250 s to join$/);
  });

  it(`abstains before it has seen ${LEAST_SAMPLES} samples, and idle goes on meanwhile`, () => {
    const seen = (samples: number) => priced(1, 5, { demand: knownOf(around(1, samples)) });
    const early = given({ streaks: {} }).when(seen(LEAST_SAMPLES - 1));
    expect(early.signal('newsvendor')).toMatchObject({ verdict: 'abstain', because: 'has seen 29 of 30 samples of demand' });
    expect(early.signal('idle')).toMatchObject({ verdict: 'hold', because: expect.stringMatching(/for 0 of 600 s$/) });
    const enough = given().when(seen(LEAST_SAMPLES));
    expect(enough.signal('newsvendor')?.verdict).toBe('down');
    expect(enough.signal('idle')).toMatchObject({ verdict: 'abstain', because: 'sizing is by price' });
  });

  it('abstains on a sample that is missing, stale or without CPU', () => {
    const { signal, decides } = given().when(priced(4, 5, { missed: true }));
    expect(signal('newsvendor')).toMatchObject({ verdict: 'abstain', because: 'demand metrics missing (timeout), 1 in a row' });
    decides({ action: 'hold', decidedBy: 'metrics-missing' });
    expect(sense(priced(4, 5, { ageSeconds: 400 }))?.verdict).toBe('abstain');
    expect(sense(priced(4, 5, { cpu: null }))).toMatchObject({ verdict: 'abstain', because: 'demand not in the sample' });
  });

  it('is not asked where sizing is by thresholds', () => {
    const { decision, signal } = given().when({ ...priced(4, 3), policy: {} });
    expect(signal('newsvendor')).toBeUndefined();
    expect(decision.basis.demand).toBeNull();
    expect(decision.memory.account).toBeNull();
  });

  it('leaves the last word upwards to the nets, and downwards to who objects', () => {
    const pods = { unschedulable: 8, waitingPods: [{ cores: 1.5, bytes: 0, count: 8 }] };
    given()
      .when(priced(4, 5, pods))
      .decides({ action: 'up', decidedBy: 'pending-pods' });
    const running = [{ cores: 1.5, bytes: 0, count: 8 }];
    given()
      .when(priced(2, 8, { running }))
      .decides({ action: 'hold', decidedBy: 'requests' });
  });
});

describe('what the newsvendor says would turn it', () => {
  const model = knownOf([...around(4, 720, 0.8), 4]);

  it.each([
    [3, /^would hold at [\d.]+ workers of demand or less, expects [\d.]+$/],
    [6, /^would scale (up|down) at [\d.]+ workers of demand or (more|less), expects [\d.]+$/],
    [9, /^would hold at [\d.]+ workers of demand or more, expects [\d.]+$/],
  ])('is a demand: %s workers', (joined, flip) => {
    expect(sense(priced(4, joined, { demand: model }))?.flip).toMatch(flip);
  });

  it('is nothing where the limits leave no choice', () => {
    const only = { ...policy, workers: { min: 5, max: 5 } };
    expect(sense(priced(4, 5, { demand: model, policy: only }))?.flip).toBeNull();
  });

  const shifted = (by: number) => {
    const moved = structuredClone(model);
    for (const ahead of moved.model.forecasts[0]?.ahead ?? []) (ahead as { expected: number }).expected += by;
    moved.model.lately.last[0] += by;
    return moved;
  };

  it('does turn it: demand that is so much higher or lower gives the other verdict', () => {
    const turned = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), fc.integer({ min: 2, max: 12 }), (max, joined) => {
        const bounds = { policy: { ...policy, mix: { onDemandBase: 2 }, workers: { min: 2, max } } };
        const seen = sense(priced(4, joined, { demand: model, ...bounds }));
        if (!seen || seen.flip === null) return;
        const by = (seen.threshold ?? 0) - (seen.value ?? 0);
        const verdict = sense(priced(4, joined, { demand: shifted(by + 0.011 * Math.sign(by)), ...bounds }))?.verdict;
        expect(verdict).not.toBe(seen.verdict);
        turned.add(seen.verdict);
      }),
      { numRuns: 60 },
    );
    expect([...turned].toSorted()).toEqual(['down', 'hold', 'up']);
  });
});
