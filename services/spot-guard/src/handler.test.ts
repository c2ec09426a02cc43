import { defaultPolicy, type RecordedEvent } from '@smartscale/events';
import { KubernetesError } from '@smartscale/kubernetes';
import { beforeEach, describe, expect, it } from 'vitest';
import { WorkerLookupError } from './ports.ts';
import { ec2Notice, healthEvent, INSTANCE, NOTICED_AT, rebalanceNotice, stateChange } from './testing/notices.ts';
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
    ['Unknown', ec2Notice({ 'detail-type': 'EC2 Fleet State Change' }), () => {}],
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
    expect(world.counted).toEqual(outcome === 'Terminated' ? {} : { [`Notice${outcome}`]: 1 });
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

describe('guard, told of the machine of a worker that the fleet knows', () => {
  const left = {
    type: 'NodeTerminated',
    data: { instanceId: INSTANCE, cause: 'scale-down', terminatedAt: '', aliveSeconds: 1 },
  } as const;
  const drain = { startedAt: '2026-11-24T07:00:00.000Z', deadline: '2026-11-24T07:05:00.000Z' };
  const draining = { type: 'NodeDrainStarted', data: { instanceId: INSTANCE, cause: 'scale-down', ...drain } } as const;
  const drained = { type: 'NodeDrained', data: { instanceId: INSTANCE, evictedPods: 0, forcedPods: 0, seconds: 1 } } as const;
  const terminated = { ...left, data: { ...left.data, terminatedAt: drain.deadline } };

  beforeEach(() => {
    // EC2 is not asked: such notices come for every instance of the account.
    world.instances.get = () => {
      throw new WorkerLookupError('asked all the same');
    };
  });

  it.each([
    ['InstanceStopped', stateChange('shutting-down'), []],
    ['InstanceStopped', stateChange('stopped', { source: 'smartscale.drill' }), []],
    ['InstanceStopped', stateChange('terminated'), [draining]],
    ['MaintenanceScheduled', healthEvent(), []],
  ] as const)('%s is made of notice %#, once', async (type, notice, after) => {
    await world.enrol(...after);
    await Promise.all([world.guard(notice), world.guard({ ...notice, id: 'another-delivery' })]);
    await world.guard(notice);
    expect(await types()).toEqual([type]);
    expect(world.counted).toEqual({ NoticeWarned: 1, NoticeRepeated: 2 });
  });

  it.each([
    ['Terminated', 'drained', stateChange('shutting-down'), [draining, drained]],
    ['Terminated', 'terminated', stateChange('terminated'), [draining, drained, terminated]],
    ['Terminated', 'terminated', healthEvent(), [draining, drained, terminated]],
    ['Foreign', 'another', stateChange('stopped', { detail: { 'instance-id': 'i-2', state: 'stopped' } }), []],
    ['Foreign', 'another', healthEvent(['i-2']), []],
    ['Foreign', 'no instance', healthEvent(['vol-1']), []],
    ['Past', 'closed work', healthEvent([INSTANCE], { statusCode: 'closed' }), []],
  ] as const)('%s: nothing of what concerns one that is %s', async (outcome, _, notice, after) => {
    await world.enrol(...after);
    await world.guard(notice);
    expect(world.counted).toEqual(outcome === 'Terminated' ? {} : { [`Notice${outcome}`]: 1 });
    expect(await types()).toEqual([]);
  });

  it('Past: nothing ten minutes after it stopped, or once the work has begun', async () => {
    await world.enrol();
    world.passTo(600);
    await world.guard(stateChange('stopped'));
    world.passTo(172_800);
    await world.guard(healthEvent());
    expect(world.counted).toEqual({ NoticePast: 2 });
  });

  it('answers each instance of a notice for itself', async () => {
    await world.enrol();
    await world.guard(healthEvent(['i-2', INSTANCE]));
    expect(await types()).toEqual(['MaintenanceScheduled']);
    expect(world.counted).toEqual({ NoticeForeign: 1, NoticeWarned: 1 });
  });
});

describe('a recommendation', () => {
  const mark = async () => (await world.cluster.kubernetes.listNodes()).map(({ cordonedFor }) => cordonedFor)[0];
  const recommended = async () => {
    await world.guard(rebalanceNotice());
    return warning();
  };

  it('keeps new pods away and evicts none', async () => {
    await world.drain(await recommended());
    expect(await mark()).toBe('risk until 2026-11-24T08:20:00.000Z');
    expect(podsOn(NODE)).toHaveLength(3);
    expect(await types()).toEqual(['SpotWarning']);
    expect(world.counted).toEqual({ NoticeWarned: 1, CordonDone: 1 });
  });

  it('that comes again has no further effect, a newer one lasts longer', async () => {
    const first = await recommended();
    await world.drain(first);
    await world.drain(first);
    expect(world.counted['CordonRepeated']).toBe(1);
    world.passTo(300);
    await world.guard(rebalanceNotice({ time: new Date(NOTICED_AT + 300_000).toISOString() }));
    await world.drain((await world.events())[1] as RecordedEvent<'SpotWarning'>);
    expect(await mark()).toBe('risk until 2026-11-24T08:25:00.000Z');
    await world.drain(first);
    expect(await mark()).toBe('risk until 2026-11-24T08:25:00.000Z');
  });

  it.each(['a person', 'scale-down'])('leaves a node alone that is cordoned for %s', async (reason) => {
    await world.cluster.kubernetes.cordon(NODE, reason);
    await world.drain(await recommended());
    expect(await mark()).toBe(reason);
    expect(world.counted['CordonRepeated']).toBe(1);
  });

  it('whose node is gone or whose time is over does nothing', async () => {
    const event = await recommended();
    world.passTo(1_200);
    await world.drain(event);
    expect(await mark()).toBeNull();
    world.passTo(1);
    world.cluster.removeNode(NODE);
    await world.drain(event);
    expect(world.counted).toEqual({ NoticeWarned: 1, CordonPast: 1, CordonNodeGone: 1 });
  });

  it('fails when the API does, so that it comes again', async () => {
    const event = await recommended();
    world.cluster.failApi({ kind: 'error', error: 'unreachable', from: 0, until: Number.POSITIVE_INFINITY });
    await expect(world.drain(event)).rejects.toThrow(KubernetesError);
  });

  it('followed by an interruption ends in a drain', async () => {
    await world.drain(await recommended());
    world.passTo(60);
    await world.guard(ec2Notice({ time: '2026-11-24T08:01:00Z' }));
    await world.drain((await world.events())[1] as RecordedEvent<'SpotWarning'>);
    expect(podsOn(NODE)).toEqual([]);
    expect(await mark()).toBe('interruption until 2026-11-24T08:03:00.000Z');
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
    expect(await world.cluster.kubernetes.listNodes()).toMatchObject([
      { cordonedFor: 'interruption until 2026-11-24T08:02:00.000Z' },
      {},
    ]);
    expect(world.counted).toEqual({ NoticeWarned: 1, DrainDrained: 1 });
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
