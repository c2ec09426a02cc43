import type { EventData } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { noticeFor, type ToldEvent } from './notice-for.ts';
import { completed, launchFailed, missed, node, refused, told, warning } from './testing/events.ts';

const titleOf = (event: ToldEvent) => noticeFor(event)?.title;

describe('a scale operation', () => {
  it.each<[string, Partial<EventData<'ScaleCompleted'>>]>([
    ['Added 2 Spot nodes in ap-south-1b (CPU: 78%) -> Total: 5 nodes', {}],
    [
      'Added 3 Spot nodes: 2 in ap-south-1b, 1 in ap-south-1a (CPU: 78%) -> Total: 5 nodes',
      { added: [node('ap-south-1a'), node('ap-south-1b'), node('ap-south-1b')] },
    ],
    [
      'Added 2 Spot nodes in ap-south-1b (memory: 83%) -> Total: 5 nodes',
      { reason: 'memory 82.71 % above 75 % for 2 samples: 3 -> 5 workers' },
    ],
    ['Added 1 On-Demand node in ap-south-1c (CPU: 78%) -> Total: 5 nodes', { added: [node('ap-south-1c', 'on-demand')] }],
    [
      'Added 3 nodes: 2 Spot in ap-south-1b, 1 On-Demand in ap-south-1a (CPU: 78%) -> Total: 5 nodes',
      { added: [node('ap-south-1a', 'on-demand'), node('ap-south-1b'), node('ap-south-1b')] },
    ],
    [
      'Removed 1 node from ap-south-1a (CPU: 25%) -> Total: 3 nodes',
      {
        cause: 'scale-down',
        reason: 'CPU 25 %, memory 40 %, nothing pending for 600 s: 4 -> 3 workers',
        added: [],
        removed: [node('ap-south-1a')],
        workersAfter: 3,
      },
    ],
    [
      'Removed 2 nodes: 1 from ap-south-1a, 1 from ap-south-1b (repair) -> Total: 1 node',
      { cause: 'repair', reason: 'repair', added: [], removed: [node('ap-south-1b'), node('ap-south-1a')], workersAfter: 1 },
    ],
    [
      'Added 1 On-Demand node in ap-south-1a; removed 1 node from ap-south-1a (EC2 takes Spot worker i-1 back) -> Total: 5 nodes',
      {
        cause: 'replacement',
        reason: 'EC2 takes Spot worker i-1 back',
        added: [node('ap-south-1a', 'on-demand')],
        removed: [node('ap-south-1a')],
      },
    ],
    ['Scale-up came to nothing (CPU: 78%) -> Total: 3 nodes', { added: [], failed: 2, workersAfter: 3 }],
  ])('%s', (title, data) => expect(titleOf(completed(data))).toBe(title));

  it('is an alarm when all of it failed, a warning when some did', () => {
    expect(noticeFor(completed())?.severity).toBe('good');
    expect(noticeFor(completed({ failed: 1 }))).toMatchObject({
      severity: 'warning',
      details: expect.stringContaining('1 of the'),
    });
    expect(noticeFor(completed({ added: [], failed: 1 }))?.severity).toBe('alarm');
  });

  it('that did nothing is not worth a message', () => expect(noticeFor(completed({ added: [] }))).toBeNull());

  it('names its instances and how long it took', () => {
    expect(noticeFor(completed())?.facts).toEqual([
      { name: 'Added', value: 'i-1, i-1' },
      { name: 'Took', value: '62 s' },
    ]);
  });
});

describe('a Spot notice', () => {
  it.each<[string, Partial<EventData<'SpotWarning'>>]>([
    ['Spot i-123abc will terminate in 2 minutes (at 12:34:56 UTC)', {}],
    ['Spot i-123abc will terminate in 90 seconds (at 12:34:56 UTC)', { noticedAt: '2026-11-24T12:33:26.000Z' }],
    ['Spot i-123abc will stop in 2 minutes (at 12:34:56 UTC)', { action: 'stop' }],
    ['Spot i-123abc will terminate within 2 minutes', { deadline: null }],
    ['Drill: Spot i-123abc will terminate in 2 minutes (at 12:34:56 UTC)', { source: 'smartscale.drill' }],
    ['Spot i-123abc may be taken soon (rebalance recommendation)', { kind: 'rebalance', deadline: null, action: null }],
  ])('%s', (title, data) => expect(titleOf(warning(data))).toBe(title));
});

it.each([
  ['aws.health', 'AWS works on i-9 from 2026-12-08 03:00 UTC: AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED'],
  ['smartscale.drill', 'Drill: AWS works on i-9 from 2026-12-08 03:00 UTC: AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED'],
] as const)('planned work told by %s: %s', (source, title) => {
  const times = { startsAt: '2026-12-08T03:00:00.000Z', noticedAt: '2026-11-24T12:00:00.000Z' };
  const work = { maintenanceId: 'arn:1', code: 'AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED', source };
  const about = { instanceId: 'i-9', nodeName: 'worker-i-9', zone: 'ap-south-1a' };
  expect(titleOf(told('MaintenanceScheduled', { ...about, ...work, ...times }))).toBe(title);
});

describe('what went wrong', () => {
  it.each<[string, ToldEvent]>([
    ['Scale-up failed: EC2 InsufficientInstanceCapacity', launchFailed()],
    ['Scale-up failed: no offering of the policy has capacity', launchFailed({ code: 'NoOfferingLeft' })],
    ['Node i-9 did not join the cluster within 5 minutes', told('NodeJoinTimedOut', { instanceId: 'i-9', afterSeconds: 300 })],
    [
      'Node i-9 could not be drained and stays',
      told('NodeDrainFailed', { instanceId: 'i-9', message: 'm', blockedBy: ['a/b'] }),
    ],
    [
      'Node i-9 was lost',
      told('NodeLost', { instanceId: 'i-9', lostAt: '2026-11-24T12:00:00.000Z', aliveSeconds: 60, evidence: 'EC2 shows none' }),
    ],
    [
      'No new workers in b until 12:15 UTC',
      told('ZoneShifted', { zone: 'b', reason: '2 of 3 workers were lost', until: '2026-11-24T12:15:00.000Z' }),
    ],
    ['No metrics for 6 minutes: Prometheus cannot be reached', missed(3)],
    ['Scale-up refused: no offering of the policy has capacity', refused('no-offering')],
    ['Scale-down refused: no worker may go', refused('no-victim')],
  ])('%s', (title, event) => expect(titleOf(event)).toBe(title));

  it('a launch that failed is told as what it was planned for', () => {
    const plan = { cause: 'repair', reason: '0 Spot workers of 4, the mix asks for 1', victims: ['i-1'] } as const;
    const noticeOf = (change: object, code = 'InsufficientInstanceCapacity') =>
      noticeFor(launchFailed({ code, message: 'none left' }), { plan: { ...plan, victims: [...plan.victims], ...change } });
    expect(noticeOf({})).toMatchObject({
      severity: 'warning',
      title: 'A repair found no capacity: nothing changes, it is tried again',
      details: '0 Spot workers of 4, the mix asks for 1. none left',
    });
    const alarms = [
      noticeOf({}, 'UnauthorizedOperation'),
      noticeOf({ victims: [] }),
      noticeOf({ cause: 'replacement' }),
      noticeOf({ cause: 'scale-up' }),
    ];
    expect(alarms.map((notice) => `${notice?.severity}: ${notice?.title}`)).toEqual([
      'alarm: A repair failed: EC2 UnauthorizedOperation',
      'alarm: A repair failed: EC2 InsufficientInstanceCapacity',
      'alarm: A replacement failed: EC2 InsufficientInstanceCapacity',
      'alarm: Scale-up failed: EC2 InsufficientInstanceCapacity',
    ]);
  });

  it('a repair that came to nothing is not told again at its end', () => {
    expect(noticeFor(completed({ cause: 'repair', added: [], failed: 1 }))).toBeNull();
    expect(noticeFor(completed({ cause: 'scale-up', added: [], failed: 1 }))?.title).toContain('Scale-up came to nothing');
  });

  it.each([1, 2, 4, 5])('%d misses in a row are not told, only the third', (consecutive) => {
    expect(noticeFor(missed(consecutive))).toBeNull();
  });

  it.each(['stale', 'operation-in-flight', 'already-at-size'] as const)('a refusal as %s is not told', (code) => {
    expect(noticeFor(refused(code))).toBeNull();
  });
});

describe('a decision', () => {
  const decided = (data: Partial<EventData<'ScaleDecided'>>) =>
    told('ScaleDecided', {
      action: 'hold',
      decidedBy: 'maximum',
      from: 10,
      to: 10,
      reason: 'why',
      ...data,
    } as EventData<'ScaleDecided'>);

  it('is told when more than the maximum is wanted', () =>
    expect(titleOf(decided({}))).toBe('More than the maximum of 10 workers are wanted'));

  it('is told when it goes ahead of demand', () => {
    const foreseen = { ...{ name: 'forecast', value: 5, threshold: 3, unit: 'workers' }, desiredWorkers: 5 } as const;
    const signals = [{ ...foreseen, verdict: 'up', because: 'why', flip: null }] as const;
    const ahead = decided({ action: 'up', decidedBy: 'forecast', from: 3, to: 5, signals: [...signals] });
    expect(titleOf(ahead)).toBe('Scaling up ahead of demand (forecast: 5 nodes) -> from 3 to 5 nodes');
  });

  it.each([{ decidedBy: 'cooldown' }, { action: 'up', decidedBy: 'cpu' }, { decidedBy: 'forecast' }] as const)(
    'is not told otherwise: %o',
    (data) => expect(noticeFor(decided(data))).toBeNull(),
  );
});

describe('the button to the console', () => {
  const consoleUrl = 'https://console.example/';
  it.each<[string, ToldEvent]>([
    [
      `decision/${told('ScaleDecided', {} as never).id}`,
      told('ScaleDecided', { action: 'hold', decidedBy: 'maximum', reason: 'why' } as never),
    ],
    ['decision/o', completed()],
    ['at/2026-11-24T12:32:56.000Z', completed({ cause: 'repair' })],
    ['at/2026-11-24T12:32:56.000Z', warning()],
  ])('leads to %s', (place, event) => {
    const url = `https://console.example/#/${place}`;
    const notice = noticeFor(event, { consoleUrl });
    expect(notice?.link).toBe(url);
    expect(notice?.blocks).toContainEqual(
      expect.objectContaining({ type: 'actions', elements: [expect.objectContaining({ url })] }),
    );
  });

  it('is not there without a console', () => {
    expect(noticeFor(warning())?.link).toBeNull();
    expect(JSON.stringify(noticeFor(warning())?.blocks)).not.toContain('button');
  });
});
