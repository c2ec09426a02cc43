import { fleet } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import { type FleetCommand, fleetDecider } from './decider.ts';
import { idAt, scaleDecided, spotWarning } from './testing/events.ts';
import {
  at,
  drainedWorker,
  drainingWorker,
  fleetOf,
  launchedWorker,
  marked,
  NOW,
  operation,
  plannedLaunch,
  policyWith,
  worker,
} from './testing/fleets.ts';

const policy = policyWith({});
const two = [worker('i-1', 'a on-demand'), worker('i-2', 'b on-demand')];
const three = [...two, worker('i-3', 'c spot')];

type Change = { readonly action: 'up' | 'down' | 'hold'; readonly from: number; readonly to: number };

function decided(change: Change, options: { readonly ageSeconds?: number; readonly position?: number } = {}): FleetCommand {
  const { ageSeconds = 2, position = 7 } = options;
  const decision = scaleDecided(change, { position, at: NOW - ageSeconds * 1_000 });
  const candidates = ['i-1', 'i-2', 'i-3'].map((instanceId) => ({ instanceId, pods: 1, doNotDisrupt: false }));
  return { kind: 'carry-out-decision', decision, policy, now: NOW, drainSeconds: 300, candidates };
}

const up = { action: 'up', from: 2, to: 4 } as const;
const down = { action: 'down', from: 3, to: 2 } as const;

function types(command: FleetCommand, state: fleet.FleetState): readonly string[] {
  return fleetDecider.decide(command, state).map(({ type }) => type);
}

function refusal(command: FleetCommand, state: fleet.FleetState): unknown {
  const [event] = fleetDecider.decide(command, state);
  return event?.type === 'ScaleRefused' ? event.data.code : event?.type;
}

const SCALING_7 = idAt('scaling-test', 7);
const SPOT_1 = idAt('spot-test', 1);

describe('a decision to scale up', () => {
  it('becomes a plan for exactly the workers that are missing', () => {
    const [event] = fleetDecider.decide(decided(up), fleetOf(two));
    expect(event).toMatchObject({
      type: 'ScalePlanned',
      data: {
        ...{ operationId: SCALING_7, decisionPosition: 7, cause: 'scale-up', workersBefore: 2, victims: [] },
        launches: [
          { launchId: `${SCALING_7}-1`, zone: 'c', capacityType: 'on-demand', replaces: null },
          { launchId: `${SCALING_7}-2`, zone: 'a', capacityType: 'spot', replaces: null },
        ],
      },
    });
  });

  it('is filled up only, when some have come since', () => {
    const [event] = fleetDecider.decide(decided(up), fleetOf([...two, launchedWorker('i-9', { joinBy: at(99) })]));
    expect(event?.type === 'ScalePlanned' && event.data.launches).toHaveLength(1);
  });

  it('is refused when nothing is open', () => {
    const unavailable = ['a', 'b', 'c'].flatMap((zone) => [marked(`${zone} spot`), marked(`${zone} on-demand`)]);
    expect(refusal(decided(up), fleetOf(two, { unavailable }))).toBe('no-offering');
  });
});

describe('a decision to scale down', () => {
  it('becomes a plan and the beginning of its drains in one', () => {
    const events = fleetDecider.decide(decided(down), fleetOf(three));
    expect(events).toMatchObject([
      { type: 'ScalePlanned', data: { cause: 'scale-down', victims: ['i-3'], launches: [] } },
      { type: 'NodeDrainStarted', data: { instanceId: 'i-3', cause: 'scale-down', startedAt: at(0), deadline: at(300) } },
    ]);
  });

  it('is refused when nobody may go', () => {
    const state = fleetOf([...two, launchedWorker('i-9', { joinBy: at(99) })]);
    expect(refusal(decided(down), state)).toBe('no-victim');
  });
});

describe('a decision is refused', () => {
  it('when it is older than the interval between evaluations, not when it is as old', () => {
    expect(refusal(decided(up, { ageSeconds: 121 }), fleetOf(two))).toBe('stale');
    expect(refusal(decided(up, { ageSeconds: 120 }), fleetOf(two))).toBe('ScalePlanned');
  });

  it('when it is older than that interval was when it was taken, whatever the interval is now', () => {
    const aged = (ageSeconds: number): FleetCommand => {
      const decision = scaleDecided(up, { position: 7, at: NOW - ageSeconds * 1_000, intervalSeconds: 30 });
      return { kind: 'carry-out-decision', decision, policy, now: NOW, drainSeconds: 300, candidates: [] };
    };
    expect(refusal(aged(31), fleetOf(two))).toBe('stale');
    expect(refusal(aged(30), fleetOf(two))).toBe('ScalePlanned');
  });

  it('when it leads out of the bounds of the policy', () => {
    expect(refusal(decided({ ...up, to: 11 }), fleetOf(two))).toBe('out-of-bounds');
    expect(refusal(decided({ ...up, to: 10 }), fleetOf(two))).toBe('ScalePlanned');
    expect(refusal(decided({ ...down, to: 1 }), fleetOf(three))).toBe('out-of-bounds');
  });

  it('when another one is being carried out, but not for a replacement', () => {
    const busy = (decisionPosition: number | null) =>
      fleetOf(two, { operations: [operation({ decisionPosition, leaving: ['i-1'] })] });
    expect(refusal(decided(up), busy(3))).toBe('operation-in-flight');
    expect(refusal(decided(up), busy(null))).toBe('ScalePlanned');
  });

  it('when the fleet has that size already, or is beyond it', () => {
    expect(refusal(decided({ ...up, to: 3 }), fleetOf(three))).toBe('already-at-size');
    expect(refusal(decided({ ...up, to: 2 }), fleetOf(three))).toBe('already-at-size');
    expect(refusal(decided({ ...down, to: 3 }), fleetOf(three))).toBe('already-at-size');
  });
});

describe('nothing happens', () => {
  it('for a decision that was seen before, or was overtaken', () => {
    expect(types(decided(up, { position: 7 }), fleetOf(two, { decisionPosition: 7 }))).toEqual([]);
    expect(types(decided(up, { position: 7 }), fleetOf(two, { decisionPosition: 9 }))).toEqual([]);
  });
  it('for a hold', () => expect(types(decided({ action: 'hold', from: 2, to: 2 }), fleetOf(two))).toEqual([]));
  it('for a decision that was refused: the refusal is remembered', () => {
    const refused = fleetDecider.decide(decided(up, { ageSeconds: 121 }), fleetOf(two));
    const state = refused.reduce((folded, event) => fleet.evolveFleet(folded, { ...event, occurredAt: at(0) }), fleetOf(two));
    expect(types(decided(up, { ageSeconds: 121 }), state)).toEqual([]);
  });
});

describe('an interruption', () => {
  const warned = (
    change: { readonly ageSeconds?: number; readonly kind?: 'interruption' | 'rebalance'; readonly of?: string } = {},
  ) => {
    const { ageSeconds = 1, kind = 'interruption', of = 'i-3' } = change;
    const warning = spotWarning({ instanceId: of, kind }, { at: NOW - ageSeconds * 1_000 });
    return { kind: 'replace-interrupted', warning, policy, now: NOW } as const;
  };

  it('takes the worker out, marks its offering and plans an On-Demand stand-in, in one', () => {
    expect(fleetDecider.decide(warned(), fleetOf(three))).toMatchObject([
      { type: 'NodeDrainStarted', data: { instanceId: 'i-3', cause: 'interruption', deadline: at(119) } },
      { type: 'OfferingUnavailable', data: { instanceType: 't3.medium', zone: 'c', capacityType: 'spot', until: at(180) } },
      {
        type: 'ScalePlanned',
        data: {
          ...{ operationId: SPOT_1, decisionPosition: null, cause: 'replacement', workersBefore: 3, victims: ['i-3'] },
          // c is the neediest zone because the worker that is taken does not count there any more.
          launches: [{ launchId: `${SPOT_1}-1`, zone: 'c', capacityType: 'on-demand', replaces: 'i-3' }],
        },
      },
    ]);
  });

  it('of a worker that has not joined yet is replaced as well', () => {
    const state = fleetOf([...two, launchedWorker('i-3', { joinBy: at(200) })]);
    expect(types(warned(), state)).toContain('ScalePlanned');
  });

  it('of a worker that was being removed only shortens its time', () => {
    const state = fleetOf([...two, drainingWorker('i-3', { deadline: at(200) })]);
    expect(types(warned(), state)).toEqual(['NodeDrainStarted', 'OfferingUnavailable']);
  });

  it.each([
    ['that was told before', warned(), fleetOf([...two, drainingWorker('i-3', { cause: 'interruption', deadline: at(100) })])],
    ['of a worker on which nothing is left', warned(), fleetOf([...two, drainedWorker('i-3')])],
    ['of an instance that is not in the fleet', warned({ of: 'i-foreign' }), fleetOf(three)],
    ['whose deadline is long past', warned({ ageSeconds: 181 }), fleetOf(three)],
  ])('%s changes nothing', (_which, command, state) => expect(types(command, state)).toEqual([]));

  it('is still taken up within the grace after its deadline', () => {
    expect(types(warned({ ageSeconds: 180 }), fleetOf(three))).toContain('NodeDrainStarted');
  });
});

describe('a fact', () => {
  const record = (...facts: Extract<FleetCommand, { kind: 'record-facts' }>['facts']): FleetCommand => ({
    ...{ kind: 'record-facts', facts, policy, now: NOW },
  });
  const joined = { type: 'NodeJoined', data: { instanceId: 'i-9', nodeName: 'worker-i-9', afterSeconds: 60 } } as const;
  const terminated = {
    type: 'NodeTerminated',
    data: { instanceId: 'i-9', cause: 'scale-down', terminatedAt: at(0), aliveSeconds: 1 },
  } as const;
  const failed = { type: 'NodeDrainFailed' as const, data: { instanceId: 'i-9', message: '', blockedBy: [] } };
  const launching = (id: string) => {
    const { status: _status, ...facts } = launchedWorker(id, { joinBy: at(100) }) as Extract<
      fleet.Worker,
      { status: 'launched' }
    >;
    return { type: 'NodeLaunched', data: { ...facts, cause: 'scale-up' } } as const;
  };

  it('is recorded once', () => {
    const state = fleetOf([launchedWorker('i-9', { joinBy: at(100) })]);
    expect(types(record(joined, joined), state)).toEqual(['NodeJoined']);
    expect(types(record(joined), fleetOf([worker('i-9', 'a spot')]))).toEqual([]);
  });

  it('of a launch is no news for a worker that is known, or that was just terminated; a lost one may come back', () => {
    expect(types(record(launching('i-1')), fleetOf(two))).toEqual([]);
    const departed = (how: 'terminated' | 'lost') => fleetOf(two, { departed: [{ instanceId: 'i-8', at: at(-5), how }] });
    expect(types(record(launching('i-8')), departed('terminated'))).toEqual([]);
    expect(types(record(launching('i-8')), departed('lost'))).toEqual(['NodeLaunched']);
  });

  it('of a termination needs a worker that was on its way out', () => {
    expect(types(record(terminated), fleetOf([worker('i-9', 'a spot')]))).toEqual([]);
    expect(types(record(terminated), fleetOf([drainedWorker('i-9')]))).toEqual(['NodeTerminated']);
  });

  it('that a drain failed does not bring an interrupted worker back', () => {
    const draining = (cause: fleet.DrainCause) => fleetOf([drainingWorker('i-9', { cause, deadline: at(-1) })]);
    expect(types(record(failed), draining('interruption'))).toEqual([]);
    expect(types(record(failed), draining('scale-down'))).toEqual(['NodeDrainFailed']);
  });

  it('of an offering is no news while it is left alone already', () => {
    const offering = { instanceType: null, zone: 'a', capacityType: 'spot', code: 'X' } as const;
    const state = (until: string) => fleetOf(two, { unavailable: [marked('a spot', { until })] });
    expect(types(record({ type: 'OfferingFailed', data: offering }), state(at(1)))).toEqual([]);
    expect(types(record({ type: 'OfferingFailed', data: offering }), state(at(0)))).toEqual(['OfferingUnavailable']);
  });

  it('that was the last outcome awaited completes its operation in the same append', () => {
    const state = fleetOf([...two, launchedWorker('i-9', { joinBy: at(100) })], {
      operations: [operation({ joining: ['i-9'], pending: [plannedLaunch({ launchId: 'l' })] })],
    });
    expect(types(record(joined), state)).toEqual(['NodeJoined']);
    const refused = {
      type: 'LaunchFailed',
      data: { launchId: 'l', zone: 'a', capacityType: 'spot', code: 'X', message: '', attempts: 1 },
    } as const;
    const events = fleetDecider.decide(record(joined, refused), state);
    expect(events.at(-1)).toMatchObject({
      type: 'ScaleCompleted',
      data: { added: [{ instanceId: 'i-9', zone: 'a', capacityType: 'on-demand' }], failed: 1, workersAfter: 3, seconds: 120 },
    });
  });
});
