import { defaultPolicy, type RecordedEvent } from '@smartscale/events';
import { beforeEach, describe, expect, it } from 'vitest';
import { WorkerLookupError } from './ports.ts';
import { ec2Notice, INSTANCE, rebalanceNotice } from './testing/notices.ts';
import { createWorld, NODE, type World } from './testing/world.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
  world.cluster.deploy({ name: 'web', replicas: 3, cores: 0.5, bytes: 1e8 });
  world.passTo(1);
  world.addRefuge();
});

const types = async () => (await world.events()).map(({ type }) => type);
const warning = async () => (await world.events())[0] as RecordedEvent<'SpotWarning'>;
const podsOn = (node: string) => world.cluster.pods().filter(({ nodeName }) => nodeName === node);

describe('guard', () => {
  it('turns a notice into a warning that begins its story', async () => {
    await world.guard(ec2Notice());
    const { id } = ec2Notice();
    expect(await world.events()).toMatchObject([
      {
        ...{ type: 'SpotWarning', causationId: id, correlationId: id, occurredAt: '2026-11-24T08:00:01.000Z' },
        data: { instanceId: INSTANCE, nodeName: NODE, deadline: '2026-11-24T08:02:00.000Z' },
      },
    ]);
    expect(world.counted).toEqual({ NoticeWarned: 1 });
  });

  it('makes one warning of a notice that comes again, and of another notice of that time', async () => {
    await world.guard(ec2Notice());
    await world.guard(ec2Notice());
    await world.guard(ec2Notice({ id: 'another-delivery' }));
    expect(await types()).toEqual(['SpotWarning']);
    expect(world.counted).toEqual({ NoticeWarned: 1, NoticeRepeated: 2 });
  });

  it.each(['the same delivery', 'another-delivery'])('makes one warning of two at once, the second being %s', async (id) => {
    const second = id === 'another-delivery' ? ec2Notice({ id }) : ec2Notice();
    await Promise.all([world.guard(ec2Notice()), world.guard(second)]);
    expect(await types()).toEqual(['SpotWarning']);
  });

  it.each([
    ['Warned', ec2Notice({ source: 'smartscale.drill' }), () => {}],
    ['Warned', rebalanceNotice(), () => {}],
    ['Foreign', ec2Notice({ detail: { 'instance-id': 'i-0aaaaaaaaaaaaaaaa' } }), () => {}],
    ['Past', ec2Notice(), () => world.passTo(120)],
    ['Past', rebalanceNotice(), () => world.passTo(1_200)],
    ['Malformed', ec2Notice({ detail: {} }), () => {}],
    ['Unknown', ec2Notice({ 'detail-type': 'EC2 Instance State-change Notification' }), () => {}],
    [
      'Terminated',
      ec2Notice(),
      () => {
        const instance = world.instances.get(INSTANCE);
        if (instance) world.instances.set(INSTANCE, { ...instance, isTerminated: true });
      },
    ],
  ] as const)('%s: the outcome of notice %#, counted, and a warning only then', async (outcome, notice, prepare) => {
    prepare();
    await world.guard(notice);
    expect(world.counted).toEqual({ [`Notice${outcome}`]: 1 });
    expect(await types()).toEqual(outcome === 'Warned' ? ['SpotWarning'] : []);
  });

  it('fails when EC2 cannot tell, so that the notice comes again', async () => {
    world.instances.get = () => {
      throw new WorkerLookupError('EC2 is silent');
    };
    await expect(world.guard(ec2Notice())).rejects.toThrow(WorkerLookupError);
    expect(await types()).toEqual([]);
  });
});

describe('drain', () => {
  it('empties the worker and says how', async () => {
    await world.guard(ec2Notice());
    await world.drain(await warning());
    const { id, correlationId } = await warning();
    expect((await world.events())[1]).toMatchObject({
      ...{ type: 'InterruptionDrained', causationId: id, correlationId },
      data: {
        ...{ warningId: id, instanceId: INSTANCE, outcome: 'drained', evictedPods: 3, forcedPods: 0, leftPods: [] },
        ...{ seconds: 5, message: `${NODE} is empty: 3 pods evicted, 0 forced` },
      },
    });
    expect(podsOn(NODE)).toEqual([]);
    expect(podsOn('worker-i-refuge')).toHaveLength(3);
    expect(await world.cluster.kubernetes.listNodes()).toMatchObject([{ cordonedFor: `interruption of ${INSTANCE}` }, {}]);
    expect(world.counted).toEqual({ NoticeWarned: 1, DrainDrained: 1 });
  });

  it('does nothing for a recommendation', async () => {
    await world.guard(rebalanceNotice());
    await world.drain(await warning());
    expect(await types()).toEqual(['SpotWarning']);
    expect(podsOn(NODE)).toHaveLength(3);
  });

  it('does nothing for a warning whose end is recorded', async () => {
    await world.guard(ec2Notice());
    await world.drain(await warning());
    await world.drain(await warning());
    expect(await types()).toEqual(['SpotWarning', 'InterruptionDrained']);
    expect(world.counted['DrainRepeated']).toBe(1);
  });

  it('records one end of two drains at once', async () => {
    await world.guard(ec2Notice());
    const event = await warning();
    await Promise.all([world.drain(event), world.drain(event)]);
    expect(await types()).toEqual(['SpotWarning', 'InterruptionDrained']);
  });

  it('breaks a budget only 70 seconds after the notice, and is done by 90', async () => {
    world.cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    await world.guard(ec2Notice());
    await world.drain(await warning());
    const [, ended] = await world.events();
    expect(ended).toMatchObject({ data: { outcome: 'drained', evictedPods: 0, forcedPods: 3, seconds: 74 } });
  });

  it('takes the time that the adopted policy gives', async () => {
    await world.adopt({ ...defaultPolicy(), drain: { timeoutSeconds: 300, spotTimeoutSeconds: 40 } });
    world.cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    await world.guard(ec2Notice());
    await world.drain(await warning());
    expect((await world.events())[1]).toMatchObject({ data: { outcome: 'drained', forcedPods: 3, seconds: 24 } });
  });

  it('says what it had to leave when the API is gone for good', async () => {
    await world.guard(ec2Notice());
    world.cluster.failApi({ kind: 'error', error: 'unreachable', from: 0, until: Number.POSITIVE_INFINITY });
    await world.drain(await warning());
    const [, ended] = await world.events();
    expect(ended).toMatchObject({ data: { outcome: 'deadline', evictedPods: 0, seconds: 89 } });
    expect((ended as RecordedEvent<'InterruptionDrained'>).data.message).toContain('the API last said');
    expect(world.counted['DrainDeadline']).toBe(1);
  });

  it('says when the node is gone', async () => {
    await world.guard(ec2Notice());
    world.cluster.removeNode(NODE);
    await world.drain(await warning());
    expect((await world.events())[1]).toMatchObject({ data: { outcome: 'node-gone' } });
  });
});
