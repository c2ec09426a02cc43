import { describe, expect, it } from 'vitest';
import { given } from '../testing/spec.ts';
import { at, GIB } from '../testing/world.ts';

/** A worker of the tests has room for 1.8 cores and 3.75 GiB: three of these. */
const pod = (count: number) => ({ cores: 0.6, bytes: GIB, count });
const whale = { cores: 1.81, bytes: GIB, count: 1 };

describe('pending pods', () => {
  it('wait until they have been unschedulable for long enough', () => {
    const waiting = (waitingSeconds: number) => given().when({ unschedulable: 1, waitingPods: [pod(1)], waitingSeconds });
    waiting(179).decides({ action: 'hold', decidedBy: 'pending-pods' });
    waiting(180).decides({ action: 'up', decidedBy: 'pending-pods', to: 4 });
  });

  it('do not wait when they are many', () => {
    const many = (count: number) => given().when({ unschedulable: count, waitingPods: [pod(count)], waitingSeconds: 0 });
    many(5).decides({ action: 'hold' });
    many(6).decides({ action: 'up', from: 3, to: 5, reason: '6 pods unschedulable, more than 5: 3 -> 5 workers' });
  });

  it('get enough workers for their requests on top of those there', () => {
    const to = (count: number) =>
      given().when({ unschedulable: count, waitingPods: [pod(count)], waitingSeconds: 200 }).decision.to;
    expect([1, 3, 4, 6, 7].map(to)).toEqual([4, 4, 5, 5, 6]);
  });

  it('get one worker when the size of a worker is not known', () => {
    const scene = { unschedulable: 9, waitingPods: [pod(9)], running: null };
    given().when(scene).decides({ action: 'up', from: 3, to: 4 });
    given()
      .when({ ...scene, running: [], workerSize: { cores: 0, bytes: 0 } })
      .decides({ action: 'up', from: 3, to: 4 });
  });

  it('get one worker when their own size is not known', () =>
    given().when({ unschedulable: 9, waitingPods: [] }).decides({ action: 'up', from: 3, to: 4 }));

  it('are met by workers on their way', () => {
    const scene = { unschedulable: 6, waitingPods: [pod(6)] };
    given()
      .when({ ...scene, fleet: { joined: 3, coming: 2 } })
      .decides({ action: 'hold', decidedBy: 'workers-coming', from: 5 });
    given()
      .when({ ...scene, fleet: { joined: 3, coming: 1 } })
      .decides({ action: 'up', from: 4, to: 5 });
  });

  it('that no worker could hold bring none', () => {
    const { decides, signal } = given().when({ unschedulable: 1, waitingPods: [whale], waitingSeconds: 999 });
    decides({ action: 'hold', decidedBy: 'pending-pods' });
    expect(signal('pending-pods')?.because).toBe(
      '1 pod unschedulable for 999 s, but they ask for more than a whole worker has',
    );
    given()
      .when({ unschedulable: 2, waitingPods: [whale, pod(1)], waitingSeconds: 999 })
      .decides({ action: 'up', to: 4 });
  });

  describe('that a new worker did not help', () => {
    const stuck = { unschedulable: 1, waitingPods: [pod(1)], running: [pod(4)], waitingSeconds: 400 };
    const joinedAgo = (seconds: number) => ({ joined: 4, joinedAt: at(-seconds) });

    it('bring no second one: they wait for something else than room', () =>
      given()
        .when({ ...stuck, fleet: joinedAgo(180) })
        .decides({ action: 'hold', decidedBy: 'pending-pods', reason: expect.stringContaining('not for lack of room') }));

    it('bring no second one where they would fill the workers there to the last', () =>
      given()
        .when({ ...stuck, running: [pod(11)], fleet: joinedAgo(180) })
        .decides({ action: 'hold', decidedBy: 'pending-pods' }));

    it('bring no second one while another worker is on its way out', () =>
      given()
        .when({ ...stuck, fleet: { ...joinedAgo(180), leaving: 1 } })
        .decides({ action: 'hold', decidedBy: 'pending-pods' }));

    it('still count while the worker is that new', () =>
      given()
        .when({ ...stuck, fleet: joinedAgo(179) })
        .decides({ action: 'up' }));

    it('still count when they came after the worker', () =>
      given()
        .when({ ...stuck, fleet: joinedAgo(400) })
        .decides({ action: 'up' }));

    it('still count when the workers there are full', () =>
      given()
        .when({ ...stuck, running: [pod(12)], fleet: joinedAgo(200) })
        .decides({ action: 'up', to: 5 }));
  });

  it('say how many they are or how long they have waited, whichever counts', () => {
    const seen = (unschedulable: number, waitingSeconds: number) =>
      given()
        .when({ unschedulable, waitingSeconds, waitingPods: [pod(1)] })
        .signal('pending-pods');
    expect(seen(6, 10)).toMatchObject({ value: 6, threshold: 5, unit: 'pods', flip: expect.stringContaining('5 or fewer') });
    expect(seen(5, 200)).toMatchObject({ value: 200, threshold: 180, unit: 's', because: '5 pods unschedulable for 200 s' });
    expect(seen(2, 60)).toMatchObject({
      because: '2 pods unschedulable for 60 of 180 s',
      flip: 'would scale up in 120 s, or at more than 5 pods, has 2',
    });
  });

  it('agree to a scale-down only when there are none', () => {
    const wish = (unschedulable: number) =>
      given()
        .when({ unschedulable, waitingPods: [pod(1)] })
        .signal('pending-pods');
    expect(wish(0)).toMatchObject({ verdict: 'down', desiredWorkers: 0 });
    expect(wish(1)).toMatchObject({ verdict: 'hold', desiredWorkers: 3 });
  });

  it('are nothing to go by when pods are not known', () =>
    expect(given().when({ podsUnknown: true }).signal('pending-pods')).toMatchObject({ verdict: 'abstain' }));
});
