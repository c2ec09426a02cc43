import { describe, expect, it } from 'vitest';
import { adviceOf, chosen, decisions, happened, interrupted, machine, scored } from '../testing/weeks.ts';

type Events = Parameters<typeof adviceOf>[0];

const named = (name: string, events: Events, policy: object = {}) =>
  adviceOf(events, { policy }).find((each) => each.name === name);
const quiet = decisions(0, 168, { workers: 4 });

it('a week without anything to change advises nothing', () => expect(adviceOf(quiet)).toEqual([]));

describe('a maximum that is too tight', () => {
  const atMax = (hours: number, wish: number) => decisions(0, hours, { workers: 10, wish, decidedBy: 'maximum' });

  it('is raised to what carries 95 % of the hours that lacked workers', () =>
    expect(
      named('raise-max', [...atMax(6, 12), ...decisions(6, 6.2, { workers: 10, wish: 15, decidedBy: 'maximum' }), ...quiet]),
    ).toEqual({
      name: 'raise-max',
      because: 'The maximum of 10 workers was reached for 6.2 h while more was wanted',
      change: 'workers.max: 12',
      evidence: ['up to 15 workers were wanted', '12 would have been enough for 95 % of that time'],
    }));

  it('counts a scale-up that was cut', () =>
    expect(named('raise-max', decisions(0, 2, { workers: 8, to: 10, wish: 11, action: 'up' }))?.change).toBe(
      'workers.max: 11',
    ));

  it.each<[string, Events]>([
    ['less than an hour', [...atMax(0.9, 12), ...quiet]],
    ['at the maximum with nothing more wanted', decisions(0, 40, { workers: 10, wish: 10 })],
    ['more wanted below the maximum', decisions(0, 40, { workers: 5, wish: 7, decidedBy: 'operation-in-flight' })],
  ])('is not: %s', (_, events) => expect(named('raise-max', events)).toBeUndefined());
});

describe('a minimum that is too high', () => {
  const calm = { workers: 3, cpu: 20, memory: 30 };
  const policy = { workers: { min: 3 } };

  it('is lowered, with what that is worth', () =>
    expect(named('lower-min', [...decisions(0, 60, calm), ...decisions(60, 168, { workers: 4 })], policy)).toEqual({
      name: 'lower-min',
      because: 'The fleet stood idle at its minimum of 3 workers for 60.0 h of 168.0 h',
      change: 'workers.min: 2',
      evidence: [
        "with 2 CPU would have stayed below 60 % and memory below 65 %, and the pods' requests would have fitted",
        "about 3.00 USD of the week, at 0.0500 USD for a worker's hour",
      ],
    }));

  it.each<[string, Events, object]>([
    ['a day is not enough', decisions(0, 23, calm), policy],
    ['nor a small part of the week', [...decisions(0, 30, calm), ...decisions(30, 168, { workers: 4 })], policy],
    ['the other workers would be too busy', decisions(0, 168, { ...calm, memory: 45 }), policy],
    ['the requests would not fit', decisions(0, 168, { ...calm, requestsFit: false }), policy],
    ['memory is not known', decisions(0, 168, { ...calm, memory: null }), policy],
    ['it is one already', decisions(0, 168, { ...calm, workers: 1 }), { workers: { min: 1 } }],
    ['it is above the minimum', decisions(0, 168, { ...calm, workers: 4 }), policy],
  ])('is not: %s', (_, events, given) => expect(named('lower-min', events, given)).toBeUndefined());
});

describe('idle workers above the minimum', () => {
  const held = (decidedBy: string, from = 0, to = 20) => decisions(from, to, { workers: 5, cpu: 20, memory: 30, decidedBy });

  it('are laid at the door of who held them', () =>
    expect(named('release-idle', [...held('cooldown-down'), ...held('flapping', 20, 24), ...quiet])).toEqual({
      name: 'release-idle',
      because: 'A worker too many was kept for 24.0 h, for 20.0 h of it by cooldown-down',
      change: 'cooldown.afterDownSeconds: 300',
      evidence: ['cooldown-down: 20.0 h', 'flapping: 4.0 h'],
    }));

  it.each([
    ['idle', 'signals.idle.forSeconds: 300'],
    ['flapping', 'flap.maxReversals: 6'],
    ['cooldown-up', 'cooldown.afterUpSeconds: 150'],
    ['disruption', 'disruption.windows: wider, or maxWorkers: 1'],
    ['requests', 'ask for less in the CPU and memory requests of the pods: their use is below them'],
    ['incomplete-data', 'see why with "smartscale events --type ScaleDecided" and "smartscale doctor": incomplete-data held'],
  ])('held by %s: %s', (holder, change) => expect(named('release-idle', held(holder))?.change).toBe(change));

  it.each([
    ['CPU', { cpu: 40, memory: 30 }, 'idle, which waits for CPU below 30 %', 'signals.idle.cpuBelowPercent: 48'],
    ['memory', { cpu: 20, memory: 51 }, 'idle, which waits for memory below 50 %', 'signals.idle.memoryBelowPercent: 52'],
    ['calm', { cpu: 20, memory: 30 }, 'idle, which waits for 600 s of calm', 'signals.idle.forSeconds: 300'],
  ])('held by what idle asks of %s', (_, look, because, change) => {
    const advice = named('release-idle', decisions(0, 20, { workers: 5, ...look, decidedBy: 'idle' }));
    expect(advice).toMatchObject({ because: `A worker too many was kept for 20.0 h, for 20.0 h of it by ${because}`, change });
  });

  it.each<[string, Events]>([
    ['for less than four hours', held('idle', 0, 3.9)],
    ['for a small part of the week', [...held('idle', 0, 8), ...quiet]],
    ['while they go', decisions(0, 20, { workers: 5, cpu: 20, memory: 30, action: 'down', decidedBy: 'idle' })],
  ])('are not: %s', (_, events) => expect(named('release-idle', events)).toBeUndefined());
});

describe('a cooldown after a scale-up', () => {
  const cooling = (hours: number) => decisions(0, hours, { workers: 4, wish: 6, decidedBy: 'cooldown-up' });

  it('that held workers back for an hour is halved', () =>
    expect(named('shorten-cooldown', [...cooling(2), ...quiet])).toEqual({
      name: 'shorten-cooldown',
      because: 'For 2.0 h more workers were wanted, and the cooldown of 300 s after a scale-up held them back',
      change: 'cooldown.afterUpSeconds: 150',
      evidence: ['4.0 worker-hours came later than they were wanted'],
    }));

  it.each<[string, Events, object]>([
    ['for minutes', cooling(0.9), {}],
    ['of a minute', cooling(9), { cooldown: { afterUpSeconds: 60 } }],
  ])('is not: %s', (_, events, policy) => expect(named('shorten-cooldown', events, policy)).toBeUndefined());
});

describe('too little Spot', () => {
  const above = decisions(0, 100, { workers: 4 });
  const none = (hour: number, change: object = {}) =>
    happened('OfferingUnavailable', hour, {
      instanceType: 't3.medium',
      zone: 'a',
      capacityType: 'spot',
      code: 'c',
      until: '',
      ...change,
    });
  const fellBack = [
    happened('ScalePlanned', 1, {
      operationId: 'o',
      launches: [{ launchId: 'launch-i-c', capacityType: 'spot' }],
      victims: [],
      workersBefore: 2,
      decisionPosition: null,
    }),
    ...machine('i-c', 1, { until: 90, capacity: 'on-demand' }),
  ];
  const few = machine('i-d', 1, { until: 60 });

  it('has the reasons, and more types of the size in use that have a price', () =>
    expect(named('widen-spot', [...above, ...few, ...fellBack, none(1), none(2), interrupted(60, 't3.medium')])).toEqual({
      name: 'widen-spot',
      because: '30 % of the workers above the base were on Spot, 70 % are wanted',
      change: 'placement.instanceTypes: [t3.medium, t3a.medium, m5.large, m6i.large, m5a.large]',
      evidence: [
        '1 launches were planned as Spot and became On-Demand',
        'EC2 had no Spot capacity: t3.medium 2 times',
        'EC2 took workers back: t3.medium 1 times',
      ],
    }));

  it.each<[string, Events]>([
    ['no trouble with Spot', [...above, ...few]],
    [
      'nearly as much as is wanted',
      [...above, ...machine('i-d', 0, { until: 100 }), ...machine('i-e', 0, { until: 25 }), none(1)],
    ],
    ['few hours above the base', [...decisions(0, 9, { workers: 4 }), none(1)]],
    ['what is missing is On-Demand', [...above, ...few, none(1, { capacityType: 'on-demand' })]],
    ['a drill took it', [...above, ...few, interrupted(1, 't3.medium', { source: 'smartscale.drill' })]],
    ['a recommendation alone', [...above, ...few, interrupted(1, 't3.medium', { kind: 'rebalance' })]],
  ])('is not: %s', (_, events) => expect(named('widen-spot', events)).toBeUndefined());
});

describe('an instance type', () => {
  const launches = (type: string, count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => machine(`${type}-${index}`, from + index, { type, until: 160 })).flat();
  const taken = (type: string, count: number) => Array.from({ length: count }, (_, index) => interrupted(index, type));
  const usual = [...launches('t3.medium', 4), ...launches('m5.large', 6)];

  it('that is taken back and fails most is left out', () =>
    expect(
      named('drop-type', [
        ...usual,
        ...taken('t3.medium', 3),
        happened('NodeJoinTimedOut', 9, { instanceId: 't3.medium-1', afterSeconds: 300 }),
        happened('NodeLost', 9, { instanceId: 't3.medium-2', lostAt: '2026-11-17T00:00:00.000Z' }),
        ...taken('m5.large', 1),
      ]),
    ).toEqual({
      name: 'drop-type',
      because: '5 of 6 interruptions and failures were those of t3.medium',
      change: 'placement.instanceTypes: [t3a.medium, m5.large, m6i.large]',
      evidence: ['4 of 10 launches were of it', 'taken back 3, not joined 1, lost 1'],
    }));

  it.each<[string, Events, object]>([
    ['twice is chance', [...usual, ...taken('t3.medium', 2)], {}],
    ['others are no better', [...usual, ...taken('t3.medium', 4), ...taken('m5.large', 4)], {}],
    ['nearly all machines are of it', [...launches('t3.medium', 9), ...taken('t3.medium', 6)], {}],
    [
      'too few would be left',
      [...usual, ...taken('t3.medium', 6)],
      { placement: { instanceTypes: ['t3.medium', 'm5.large'] } },
    ],
    ['it is not in use any more', [...usual, ...taken('c5.large', 6)], {}],
  ])('stays: %s', (_, events, policy) => expect(named('drop-type', events, policy)).toBeUndefined());
});

describe('a forecast', () => {
  const score = (forecaster: string, pinballLoss: number, isCovered = true) => ({
    ...{ forecaster, pinballLoss: [pinballLoss, null], isCovered: [isCovered, null] },
    ...{ overProvisionedWorkerHours: [0.2, null], underProvisionedWorkerHours: [0.1, null] },
  });
  const naive = score('seasonal-naive', 0.2);

  it('that is worse than the week before is only watched', () =>
    expect(named('trust-forecast', [chosen('brief', 'active'), ...scored(150, [score('brief', 0.3), naive])])).toEqual({
      name: 'trust-forecast',
      because: 'The forecast of brief was 50 % worse than what came a week earlier',
      change: 'forecast.mode: watch',
      evidence: ['pinball loss 0.300 against 0.200 workers, 150 scores'],
    }));

  it('that is named in the policy is chosen by score instead', () => {
    const policy = { forecast: { forecaster: 'brief' } };
    const events = [chosen('brief', 'active'), ...scored(150, [score('brief', 0.3), naive])];
    expect(named('trust-forecast', events, policy)?.change).toBe('forecast.forecaster: auto');
  });

  it('that is too sure of itself is taken at a higher quantile', () =>
    expect(
      named('trust-forecast', [
        chosen('brief', 'active'),
        ...scored(60, [score('brief', 0.1), naive]),
        ...scored(60, [score('brief', 0.1, false), naive]),
      ]),
    ).toMatchObject({
      because: 'The forecast of brief is too sure of itself: 50 % of what came was where 80 % should be',
      change: 'forecast.quantile: 0.95',
      evidence: ['12.0 worker-hours were foreseen too few, 120 scores'],
    }));

  it.each<[string, Events]>([
    ['it only watches', [chosen('brief', 'watching'), ...scored(150, [score('brief', 0.3), naive])]],
    ['it was scored for less than a day', [chosen('brief', 'active'), ...scored(99, [score('brief', 0.3), naive])]],
    ['it is better', [chosen('brief', 'active'), ...scored(150, [score('brief', 0.1), naive])]],
    ['there is none', []],
  ])('is left alone: %s', (_, events) => expect(named('trust-forecast', [...quiet, ...events])).toBeUndefined());
});
