import type { DomainEvent, EventData, RecordedEvent } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { initialState, MAX_REMEMBERED, MEMORY_SECONDS, type SpotCommand, type SpotState, spotDecider } from './decider.ts';
import { isPast, type MaintenanceNotice, type Notice, type SpotNotice, type StoppedNotice } from './notices/notice.ts';
import type { WorkerInstance } from './ports.ts';
import { INSTANCE, NOTICED_AT } from './testing/notices.ts';

const seconds = (count: number) => count * 1_000;
const notice = (more: Partial<SpotNotice> = {}): SpotNotice => ({
  ...{ kind: 'interruption', instanceId: INSTANCE, action: 'terminate', source: 'aws.ec2', noticedAt: NOTICED_AT },
  ...more,
});
const worker: WorkerInstance = {
  ...{ instanceId: INSTANCE, nodeName: `worker-${INSTANCE}`, zone: 'ap-south-1b', instanceType: 'm5.large' },
  isTerminated: false,
};
const warn = (more: Partial<SpotNotice> = {}): SpotCommand => ({ kind: 'warn', notice: notice(more), worker });
const stopped = (more: Partial<StoppedNotice> = {}): StoppedNotice => ({
  ...{ kind: 'stopped', instanceId: INSTANCE, state: 'shutting-down', source: 'aws.ec2', noticedAt: NOTICED_AT, ...more },
});
const maintenance = (more: Partial<MaintenanceNotice> = {}): MaintenanceNotice => ({
  ...{ kind: 'maintenance', instanceId: INSTANCE, maintenanceId: 'arn:1', code: 'RETIREMENT', source: 'aws.health' },
  ...{ noticedAt: NOTICED_AT, startsAt: NOTICED_AT + seconds(172_800), ...more },
});
const tell = (said: StoppedNotice | MaintenanceNotice): SpotCommand => ({ kind: 'tell', notice: said, worker });
const drained: EventData<'InterruptionDrained'> = {
  ...{ warningId: 'event-1', instanceId: INSTANCE, outcome: 'drained', evictedPods: 3, forcedPods: 0, leftPods: [] },
  ...{ seconds: 12, message: 'empty' },
};

/** Decides one command after another, each on the state that the ones before have left. */
function after(...commands: readonly SpotCommand[]): SpotState {
  let position = 0;
  return commands.reduce((state, command) => {
    const events = spotDecider.decide(command, state);
    return events.reduce((folded, event) => {
      position += 1;
      return spotDecider.evolve(folded, { ...event, id: `event-${position}`, position } as RecordedEvent<typeof event.type>);
    }, state);
  }, initialState());
}
const given = (...past: readonly SpotCommand[]) => ({
  when: (command: SpotCommand): readonly DomainEvent[] => spotDecider.decide(command, after(...past)),
});

describe('a warning', () => {
  it('says who, where and until when', () => {
    expect(given().when(warn())).toEqual([
      {
        type: 'SpotWarning',
        data: {
          ...{ kind: 'interruption', instanceId: INSTANCE, nodeName: `worker-${INSTANCE}`, zone: 'ap-south-1b' },
          ...{ instanceType: 'm5.large', action: 'terminate', source: 'aws.ec2' },
          ...{ noticedAt: '2026-11-24T08:00:00.000Z', deadline: '2026-11-24T08:02:00.000Z' },
        },
      },
    ]);
  });

  it('has no deadline when it is only a recommendation', () => {
    expect(given().when(warn({ kind: 'rebalance', action: null }))).toMatchObject([
      { data: { kind: 'rebalance', deadline: null, action: null } },
    ]);
  });

  it.each([
    ['the same', {}, 0],
    ['the same by a drill', { source: 'smartscale.drill' }, 0],
    ['one of another time', { noticedAt: NOTICED_AT + seconds(1) }, 1],
    ['one of another kind', { kind: 'rebalance' }, 1],
    ['one of another instance', { instanceId: 'i-2' }, 1],
  ] as const)('after it, %s makes %i more', (_, more, count) => {
    expect(given(warn()).when(warn(more))).toHaveLength(count);
  });

  it('is remembered even when its drain has ended', () => {
    expect(given(warn(), { kind: 'end-drain', drained }).when(warn())).toEqual([]);
  });
});

describe('an instance that stopped', () => {
  it('is told with its state', () => {
    expect(given().when(tell(stopped()))).toEqual([
      {
        type: 'InstanceStopped',
        data: {
          ...{ instanceId: INSTANCE, nodeName: `worker-${INSTANCE}`, zone: 'ap-south-1b', state: 'shutting-down' },
          ...{ noticedAt: '2026-11-24T08:00:00.000Z', source: 'aws.ec2' },
        },
      },
    ]);
  });

  it.each([
    ['the same', {}, 0],
    ['the next state', { state: 'terminated' }, 1],
    ['the same state at another time', { noticedAt: NOTICED_AT + 1_000 }, 1],
    ['another instance', { instanceId: 'i-2' }, 1],
  ] as const)('after it, %s makes %i more', (_, more, count) => {
    expect(given(tell(stopped())).when(tell(stopped(more)))).toHaveLength(count);
  });
});

describe('planned work', () => {
  it('is told with what and when', () => {
    expect(given().when(tell(maintenance()))).toEqual([
      {
        type: 'MaintenanceScheduled',
        data: {
          ...{ instanceId: INSTANCE, nodeName: `worker-${INSTANCE}`, zone: 'ap-south-1b', maintenanceId: 'arn:1' },
          ...{ code: 'RETIREMENT', startsAt: '2026-11-26T08:00:00.000Z', source: 'aws.health' },
          noticedAt: '2026-11-24T08:00:00.000Z',
        },
      },
    ]);
  });

  it.each([
    ['the same', {}, 0],
    ['the same told later', { noticedAt: NOTICED_AT + seconds(86_400) }, 0],
    ['the same at another time', { startsAt: NOTICED_AT + seconds(90_000) }, 0],
    ['other work', { maintenanceId: 'arn:2' }, 1],
    ['the same work on another instance', { instanceId: 'i-2' }, 1],
  ] as const)('after it, %s makes %i more', (_, more, count) => {
    expect(given(tell(maintenance())).when(tell(maintenance(more)))).toHaveLength(count);
  });
});

describe('the end of a drain', () => {
  it('is recorded once', () => {
    expect(given(warn()).when({ kind: 'end-drain', drained })).toEqual([{ type: 'InterruptionDrained', data: drained }]);
    expect(given(warn(), { kind: 'end-drain', drained }).when({ kind: 'end-drain', drained })).toEqual([]);
  });

  it('of a warning that nobody remembers is nothing', () => {
    expect(given().when({ kind: 'end-drain', drained })).toEqual([]);
  });

  it('settles its own warning only', () => {
    const { notices } = after(warn(), warn({ instanceId: 'i-2' }), { kind: 'end-drain', drained });
    expect(notices.map((warning) => warning.drained)).toEqual([true, false]);
  });
});

describe('memory', () => {
  it('is of an hour, by the newest notice', () => {
    const later = (more: number) => warn({ instanceId: 'i-2', noticedAt: NOTICED_AT + seconds(MEMORY_SECONDS) + more });
    expect(after(warn(), later(-1)).notices).toHaveLength(2);
    expect(after(warn(), later(0)).notices.map(({ instanceId }) => instanceId)).toEqual(['i-2']);
  });

  it('is longer than any notice is acted upon', () => {
    for (const one of [notice(), notice({ kind: 'rebalance' }), stopped()] satisfies Notice[]) {
      expect(isPast(one, NOTICED_AT + seconds(MEMORY_SECONDS))).toBe(true);
    }
  });

  it('of planned work lasts until it begins', () => {
    const later = (more: number) => warn({ instanceId: 'i-2', noticedAt: maintenance().startsAt + more });
    expect(after(tell(maintenance()), later(-1)).notices).toHaveLength(2);
    expect(after(tell(maintenance()), later(0)).notices).toHaveLength(1);
  });

  it('has a bound in a storm', () => {
    const storm = Array.from({ length: MAX_REMEMBERED + 1 }, (_, index) => warn({ instanceId: `i-${index}` }));
    const { notices } = after(...storm);
    expect(notices).toHaveLength(MAX_REMEMBERED);
    expect(notices[0]?.instanceId).toBe('i-1');
  });
});

it('a stopped instance is past after ten minutes, planned work when it begins', () => {
  expect(isPast(stopped(), NOTICED_AT + seconds(600) - 1)).toBe(false);
  expect(isPast(stopped(), NOTICED_AT + seconds(600))).toBe(true);
  expect(isPast(maintenance(), maintenance().startsAt - 1)).toBe(false);
  expect(isPast(maintenance(), maintenance().startsAt)).toBe(true);
});

it.each([
  ['interruption', 120],
  ['rebalance', 1_200],
] as const)('a notice of a %s is past after %i seconds', (kind, life) => {
  expect(isPast(notice({ kind }), NOTICED_AT + seconds(life) - 1)).toBe(false);
  expect(isPast(notice({ kind }), NOTICED_AT + seconds(life))).toBe(true);
});
