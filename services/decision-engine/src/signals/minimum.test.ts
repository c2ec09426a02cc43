import { describe, expect, it } from 'vitest';
import { changed, given } from '../testing/spec.ts';

const min2 = { policy: { workers: { min: 2, max: 10 } } };

describe('minimum', () => {
  it('is restored at once when one is missing', () =>
    given()
      .when({ fleet: { joined: 1 }, ...min2 })
      .decides({ action: 'up', from: 1, to: 2, decidedBy: 'minimum' }));

  it('is no wish when just met', () =>
    given()
      .when({ fleet: { joined: 2 }, ...min2 })
      .decides({ action: 'hold', to: 2 }));

  it('counts workers on their way as alive', () => {
    given()
      .when({ fleet: { joined: 1, coming: 1 }, ...min2 })
      .decides({ action: 'hold', decidedBy: 'workers-coming' });
    given()
      .when({ fleet: { joined: 0, coming: 1 }, ...min2 })
      .decides({ action: 'up', from: 1, to: 2 });
  });

  it('says how many are alive, and what would turn it', () => {
    const seen = (fleet: object) =>
      given()
        .when({ fleet, ...min2 })
        .signal('minimum');
    expect(seen({ joined: 1 })).toMatchObject({
      value: 1,
      because: '1 worker alive or coming, 2 are the minimum',
      flip: 'would hold at 2, has 1',
    });
    expect(seen({ joined: 1, coming: 1 })).toMatchObject({
      value: 2,
      because: '2 workers are the minimum',
      flip: 'would scale up below 2, agree above',
    });
    expect(seen({ joined: 3 })).toMatchObject({ value: 3, because: '3 are above 2', flip: 'would object at 2, has 3' });
  });

  it('does not count workers on their way out', () =>
    given()
      .when({ fleet: { joined: 1, leaving: 3 }, ...min2 })
      .decides({ action: 'up', from: 1, to: 2 }));

  it('makes the first workers of an empty cluster, where there is nothing to measure', () =>
    given()
      .when({ fleet: {}, cpu: null, memory: null, missing: ['cpu', 'memory'], running: null, ...min2 })
      .decides({ action: 'up', from: 0, to: 2, reason: '0 workers alive or coming, 2 are the minimum: 0 -> 2 workers' }));

  it('waits for no cooldown and minds no flapping', () => {
    const changes = [changed('up', -400), changed('down', -300), changed('up', -200), changed('down', -100), changed('up', -1)];
    given({ changes })
      .when({ fleet: { joined: 1 }, ...min2 })
      .decides({ action: 'up', to: 2, decidedBy: 'minimum' });
  });

  it('goes no further than the minimum while a larger wish is held back', () => {
    const scene = { cpu: 95, fleet: { joined: 1 }, policy: { signals: { cpu: { samples: 1 } }, workers: { min: 2, max: 10 } } };
    given({ changes: [changed('up', -10)] })
      .when({ ...scene, cpu: 190 })
      .decides({ action: 'up', to: 2, decidedBy: 'minimum' });
    given()
      .when({ ...scene, cpu: 190 })
      .decides({ action: 'up', to: 4, decidedBy: 'cpu' });
  });

  it('is met by workers on their way: they are no reason to pass over a guard', () =>
    given({ changes: [changed('up', -10)] })
      .when({
        ...{ cpu: 190, fleet: { joined: 1, coming: 1 } },
        policy: { signals: { cpu: { samples: 1 } }, workers: { min: 2, max: 10 } },
      })
      .decides({ action: 'hold', from: 2, to: 2, decidedBy: 'cooldown-up' }));

  it('is restored although the sample is stale', () =>
    given()
      .when({ fleet: { joined: 1 }, ageSeconds: 999, ...min2 })
      .decides({ action: 'up', to: 2, decidedBy: 'minimum' }));

  it('abstains when metrics are missing: absence of data is not zero workers', () => {
    const { decides, signal } = given().when({ fleet: { joined: 0 }, missed: true, ...min2 });
    decides({ action: 'hold', from: 0, to: 0, decidedBy: 'metrics-missing' });
    expect(signal('minimum')?.verdict).toBe('abstain');
  });

  it('waits for a decision in flight, which the capacity-manager would put first anyway', () =>
    given()
      .when({ fleet: { joined: 1, operations: [{ decisionPosition: 4 }] }, ...min2 })
      .decides({ action: 'hold', decidedBy: 'operation-in-flight' }));

  it('never lets the fleet shrink below it', () => {
    const calm = { cpu: 1, memory: 1, policy: { workers: { min: 2, max: 10 }, signals: { idle: { forSeconds: 0 } } } };
    given()
      .when({ fleet: { joined: 2 }, ...calm })
      .decides({ action: 'hold', decidedBy: 'minimum' });
    given()
      .when({ fleet: { joined: 3 }, ...calm })
      .decides({ action: 'down', from: 3, to: 2 });
  });
});
