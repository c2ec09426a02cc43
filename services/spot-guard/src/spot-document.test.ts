import type { EventData, RecordedEvent } from '@smartscale/events';
import type { BusEvent } from '@smartscale/lambda';
import { describe, expect, it } from 'vitest';
import { type Row, readWorkedTables } from '../../../test/documents/worked-tables.ts';
import { WorkerLookupError } from './ports.ts';
import { refusingOnce } from './testing/eviction-server.ts';
import { ec2Notice, healthEvent, INSTANCE, NOTICED_AT, rebalanceNotice, stateChange } from './testing/notices.ts';
import { createWorld, type World } from './testing/world.ts';

const TABLES = readWorkedTables(new URL('../../../docs/spot.md', import.meta.url));

async function inhabited(): Promise<World> {
  const world = createWorld();
  world.cluster.deploy({ name: 'web', replicas: 3, cores: 0.5, bytes: 1e8 });
  await world.enrol();
  world.passTo(1);
  world.addRefuge();
  return world;
}

const OTHER = 'i-0aaaaaaaaaaaaaaaa';
const about = (instanceId: unknown) => ({ detail: { 'instance-id': instanceId, 'instance-action': 'terminate' } });
const tell =
  (...notices: readonly BusEvent[]) =>
  async (world: World) => {
    for (const notice of notices) await world.guard(notice);
  };
const tellAfter = (seconds: number, notice: BusEvent) => async (world: World) => {
  world.passTo(seconds);
  await world.guard(notice);
};
const ended = [
  { type: 'NodeDrainStarted', data: { instanceId: INSTANCE, cause: 'scale-down', startedAt: at(-9), deadline: at(300) } },
  { type: 'NodeDrained', data: { instanceId: INSTANCE, evictedPods: 0, forcedPods: 0, seconds: 1 } },
] as const;

const NOTICES: Readonly<Record<string, (world: World) => Promise<void>>> = {
  'an interruption of a worker of ours': tell(ec2Notice()),
  'the same again, or another delivery of it': tell(ec2Notice(), ec2Notice(), ec2Notice({ id: 'another' })),
  async 'two deliveries of it at the same moment'(world) {
    await Promise.all([world.guard(ec2Notice()), world.guard(ec2Notice({ id: 'another' }))]);
  },
  async 'an instance of somebody else'(world) {
    // EC2 is asked with our tags as the filter, so it shows neither this one nor the next.
    await world.guard(ec2Notice(about(OTHER)));
  },
  'an instance that EC2 does not know': tell(ec2Notice(about(OTHER))),
  'no instance id': tell(ec2Notice({ detail: { 'instance-action': 'terminate' } })),
  'an instance id that is none': tell(ec2Notice(about('arn:aws:ec2'))),
  'no time': tell(ec2Notice({ time: undefined as unknown as string })),
  'a time more than a minute ahead': tell(ec2Notice({ time: at(62) })),
  'an interruption whose two minutes are over': tellAfter(120, ec2Notice()),
  'a recommendation of 20 minutes ago': tellAfter(1_200, rebalanceNotice()),
  async 'an interruption after the termination'(world) {
    const worker = world.instances.get(INSTANCE);
    if (worker) world.instances.set(INSTANCE, { ...worker, isTerminated: true });
    await world.guard(ec2Notice());
  },
  'a type that is not known': tell(ec2Notice({ 'detail-type': 'EC2 Fleet State Change' })),
  'a machine of ours that stops': tell(stateChange('shutting-down')),
  async 'a machine that we ended ourselves'(world) {
    await world.enrol(...ended);
    await world.guard(stateChange('shutting-down'));
  },
  'a machine of somebody else that stops': tell(stateChange('stopped', { detail: { 'instance-id': OTHER, state: 'stopped' } })),
  'a machine that starts': tell(stateChange('running')),
  'a machine that stopped ten minutes ago': tellAfter(600, stateChange('stopped')),
  'planned work on one of ours': tell(healthEvent()),
  async 'the same work told again days later'(world) {
    await world.guard(healthEvent());
    world.passTo(100_000);
    await world.guard({ ...healthEvent(), id: 'later', time: at(100_000) });
  },
  'planned work on several instances, one of them ours': tell(healthEvent([OTHER, INSTANCE])),
  'planned work on a volume': tell(healthEvent(['vol-1'])),
  'planned work on nothing': tell(healthEvent([])),
  'planned work without a beginning': tell(healthEvent([INSTANCE], { startTime: undefined })),
  'planned work that has begun': tellAfter(172_800, healthEvent()),
  'planned work that was called off': tell(healthEvent([INSTANCE], { statusCode: 'closed' })),
  'an account notification of AWS Health': tell(healthEvent([INSTANCE], { eventTypeCategory: 'accountNotification' })),
  async 'an interruption while EC2 cannot tell whose it is'(world) {
    world.instances.get = () => {
      throw new WorkerLookupError('EC2 is silent');
    };
    await world.guard(ec2Notice());
  },
};

const DRAINS: Readonly<Record<string, (world: World, warning: RecordedEvent) => Promise<void>>> = {
  async 'all pods go'(world, warning) {
    await world.drain(warning);
  },
  async 'a budget forbids every eviction: forced at 70 s'(world, warning) {
    world.cluster.setBudget({ deployment: 'web', maxUnavailable: 0 });
    await world.drain(warning);
    expect(await lastData(world)).toMatchObject({ evictedPods: 0, forcedPods: 3 });
  },
  async 'the node is gone'(world, warning) {
    world.cluster.removeNode(`worker-${INSTANCE}`);
    await world.drain(warning);
  },
  async 'the same warning again'(world, warning) {
    await world.drain(warning);
    await world.drain(warning);
  },
  async 'the API never answers'(world, warning) {
    world.cluster.failApi({ kind: 'error', error: 'unreachable', from: 0, until: Number.POSITIVE_INFINITY });
    await world.drain(warning);
  },
};

const ANSWERS: Readonly<Record<string, Parameters<typeof refusingOnce>[1]>> = {
  '201': null,
  '404': { status: 404 },
  '409': { status: 409 },
  '429 with Retry-After: 7': { status: 429, retryAfter: 7 },
  '429': { status: 429 },
  '500': { status: 500 },
  'nothing, until the time-out': 'silence',
};

describe('docs/spot.md says what the code does', () => {
  it.each(rowsOf('notices', NOTICES))('notices: %s', async (_, row) => {
    const world = await inhabited();
    const failed = await NOTICES[row['what comes'] ?? '']?.(world).then(
      () => false,
      () => true,
    );
    const counted = failed ? 'fails, and comes again' : world.outcomes('Notice').join(', ') || 'nothing';
    const types = (await world.events()).map(({ type }) => type);
    expect({ counted, events: types.join(', ') || 'none' }).toEqual({ counted: row['counted as'], events: row['events'] });
  });

  it.each(rowsOf('drains', DRAINS))('drains: %s', async (_, row) => {
    const world = await inhabited();
    await world.guard(ec2Notice());
    await DRAINS[row['what happens'] ?? '']?.(world, (await world.events())[0] as RecordedEvent);
    const counted = world.outcomes('Drain').join(', ');
    expect({ counted, outcome: (await lastData(world)).outcome }).toEqual({
      counted: row['counted as'],
      outcome: row['outcome'],
    });
    expect(await world.events()).toHaveLength(2);
  });

  it.each(rowsOf('evictions', ANSWERS))('evictions: %s', async (_, row) => {
    const world = await inhabited();
    await world.guard(ec2Notice());
    const answers = await refusingOnce(world, ANSWERS[row['answer'] ?? ''] ?? null);
    await world.drain((await world.events())[0] as RecordedEvent);
    await answers.stop();
    const [first = 0, second] = answers.askedAt();
    const again = second === undefined ? 'never' : `${Math.round((second - first) / 1_000)} s`;
    expect(row['asked again after']?.split(',')[0]).toBe(again);
    expect((await lastData(world)).outcome).toBe(row['outcome']);
  });
});

async function lastData(world: World): Promise<EventData<'InterruptionDrained'>> {
  return (await world.events()).at(-1)?.data as EventData<'InterruptionDrained'>;
}

/** The rows of a table, which are exactly those that are tried here. */
function rowsOf(name: string, tried: Readonly<Record<string, unknown>>): readonly (readonly [string, Row])[] {
  const rows = TABLES.get(name) ?? [];
  expect(new Set(rows.map((row) => Object.values(row)[0]))).toEqual(new Set(Object.keys(tried)));
  return rows.map((row) => [Object.values(row)[0] ?? '', row]);
}

function at(seconds: number): string {
  return new Date(NOTICED_AT + seconds * 1_000).toISOString();
}
