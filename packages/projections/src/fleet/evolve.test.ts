import { describe, expect, it } from 'vitest';
import { countFleet, countStanding, emptyFleet, evolveFleet, type FleetEvent, type FleetState, fleetFold } from './index.ts';

const T0 = Date.parse('2026-11-24T12:00:00.000Z');
const time = (seconds: number) => new Date(T0 + seconds * 1_000).toISOString();

type Undated = FleetEvent extends infer Event ? (Event extends FleetEvent ? Omit<Event, 'occurredAt'> : never) : never;

/** The state after these, one second apart. */
function after(...events: readonly Undated[]): FleetState {
  return events.reduce<FleetState>(
    (state, event, index) => evolveFleet(state, { ...event, occurredAt: time(index) }),
    emptyFleet,
  );
}

function planned(
  change: {
    readonly launches?: readonly string[];
    readonly victims?: readonly string[];
    readonly position?: number | null;
  } = {},
): Undated {
  const { launches = [], victims = [], position = 5 } = change;
  const places = launches.map((launchId) => ({ launchId, zone: 'a', capacityType: 'spot' as const, replaces: null }));
  const about = { operationId: 'op', cause: 'scale-up' as const, reason: 'CPU', workersBefore: 2 };
  return { type: 'ScalePlanned', data: { ...about, decisionPosition: position, launches: places, victims: [...victims] } };
}

function launched(id: string): Undated {
  const facts = { launchId: `l-${id}`, instanceId: id, nodeName: `worker-${id}`, zone: 'a', capacityType: 'spot' as const };
  const price = { instanceType: 't3.medium', pricePerHourUsd: 0.02, launchedAt: time(0), joinBy: time(300), replaces: null };
  return { type: 'NodeLaunched', data: { ...facts, cause: 'scale-up', ...price } };
}

const joined = (id: string): Undated => ({
  type: 'NodeJoined',
  data: { instanceId: id, nodeName: `node-${id}`, afterSeconds: 9 },
});
const timedOut = (id: string): Undated => ({ type: 'NodeJoinTimedOut', data: { instanceId: id, afterSeconds: 300 } });
const draining = (id: string, cause: 'scale-down' | 'interruption' = 'scale-down'): Undated => ({
  ...{ type: 'NodeDrainStarted', data: { instanceId: id, cause, startedAt: time(0), deadline: time(300) } },
});
const drained = (id: string): Undated => ({
  type: 'NodeDrained',
  data: { instanceId: id, evictedPods: 0, forcedPods: 0, seconds: 1 },
});
const drainFailed = (id: string): Undated => ({
  type: 'NodeDrainFailed',
  data: { instanceId: id, message: '', blockedBy: [] },
});
const terminated = (id: string): Undated => ({
  ...{ type: 'NodeTerminated', data: { instanceId: id, cause: 'scale-down', terminatedAt: time(0), aliveSeconds: 1 } },
});
const lost = (id: string): Undated => ({
  type: 'NodeLost',
  data: { instanceId: id, lostAt: time(0), aliveSeconds: 1, evidence: '' },
});
const launchFailed = (launchId: string): Undated => ({
  ...{ type: 'LaunchFailed', data: { launchId, zone: 'a', capacityType: 'spot', code: 'X', message: '', attempts: 1 } },
});
const unavailable = (zone: string, until: number, instanceType: string | null = null): Undated => ({
  ...{ type: 'OfferingUnavailable', data: { instanceType, zone, capacityType: 'spot', code: 'X', until: time(until) } },
});

describe("a worker's life", () => {
  it('is launched, joined, draining, drained, and then it leaves the state', () => {
    const life = [launched('i'), joined('i'), draining('i'), drained('i'), terminated('i')];
    const seen = life.map((_event, index) => after(...life.slice(0, index + 1)).workers['i']?.status);
    expect(seen).toEqual(['launched', 'joined', 'draining', 'drained', undefined]);
  });

  it('takes its node name from the cluster when it joins', () => {
    expect(after(launched('i'), joined('i')).workers['i']?.nodeName).toBe('node-i');
  });

  it('goes from a join that timed out straight to its end', () => {
    expect(after(launched('i'), timedOut('i')).workers['i']).toMatchObject({ status: 'drained', cause: 'join-timeout' });
  });

  it('is joined after all when its node is Ready before it is terminated', () => {
    const late = after(planned({ launches: ['l-i'] }), launched('i'), timedOut('i'), joined('i'));
    expect(late.workers['i']).toMatchObject({ status: 'joined', nodeName: 'node-i' });
    expect(late.operations[0]).toMatchObject({ added: [], joining: [], failed: 1 });
  });

  it('is joined again after a drain that failed', () => {
    expect(after(launched('i'), joined('i'), draining('i'), drainFailed('i')).workers['i']?.status).toBe('joined');
  });

  it('changes cause and deadline when a worker that drains is interrupted', () => {
    const state = after(launched('i'), joined('i'), draining('i'), draining('i', 'interruption'));
    expect(state.workers['i']).toMatchObject({ status: 'draining', cause: 'interruption', hadJoined: true });
  });

  it.each([joined('x'), timedOut('x'), draining('x'), drained('x'), drainFailed('x'), terminated('x'), lost('x')])(
    'is not begun by $type of an unknown instance',
    (event) => expect(after(event)).toEqual(emptyFleet),
  );

  it.each([
    ['a second join', [launched('i'), joined('i')], joined('i')],
    ['a join after its drain', [launched('i'), joined('i'), draining('i'), drained('i')], joined('i')],
    ['a time-out after the join', [launched('i'), joined('i')], timedOut('i')],
    ['the end of a drain that was not', [launched('i'), joined('i')], drained('i')],
    ['the failure of a drain that was not', [launched('i'), joined('i')], drainFailed('i')],
  ])('is not changed by %s', (_what, before, event) => {
    expect(after(...before, event).workers).toEqual(after(...before).workers);
  });
});

describe('an operation', () => {
  const one = (state: FleetState) => state.operations[0];

  it('follows its launches from pending to joining to added', () => {
    const plan = planned({ launches: ['l-i'] });
    expect(one(after(plan))?.pending).toHaveLength(1);
    expect(one(after(plan, launched('i')))).toMatchObject({ pending: [], joining: ['i'] });
    expect(one(after(plan, launched('i'), joined('i')))).toMatchObject({
      joining: [],
      added: [{ instanceId: 'i', zone: 'a' }],
    });
  });

  it.each([
    ['a launch that failed', [launchFailed('l-i')]],
    ['a join that timed out', [launched('i'), timedOut('i')]],
    ['a worker lost before it joined', [launched('i'), lost('i')]],
  ])('counts %s as failed', (_what, events) => {
    expect(one(after(planned({ launches: ['l-i'] }), ...events))).toMatchObject({
      pending: [],
      joining: [],
      added: [],
      failed: 1,
    });
  });

  it('follows its victims to their end, however that comes', () => {
    const before = [launched('i'), joined('i'), planned({ victims: ['i'] }), draining('i')];
    expect(one(after(...before, drained('i'), terminated('i')))).toMatchObject({
      leaving: [],
      removed: [{ instanceId: 'i' }],
      failed: 0,
    });
    expect(one(after(...before, lost('i')))).toMatchObject({ leaving: [], removed: [{ instanceId: 'i' }] });
    expect(one(after(...before, drainFailed('i')))).toMatchObject({ leaving: [], removed: [], failed: 1 });
  });

  it('is not left open by a worker that was drained before it had joined and came back', () => {
    const state = after(planned({ launches: ['l-i'] }), launched('i'), draining('i'), drainFailed('i'));
    expect(one(state)).toMatchObject({ joining: [], added: [{ instanceId: 'i' }] });
  });

  it('is gone once it is completed', () => {
    const done = { added: [], removed: [], failed: 0, workersAfter: 2, seconds: 1 };
    const completed: Undated = { type: 'ScaleCompleted', data: { operationId: 'op', cause: 'scale-up', reason: '', ...done } };
    expect(after(planned(), completed).operations).toEqual([]);
  });
});

describe('the newest decision', () => {
  const refused = (decisionPosition: number): Undated => ({
    ...{ type: 'ScaleRefused', data: { decisionId: 'd', decisionPosition, code: 'stale', message: '' } },
  });
  it('is the highest position taken up or refused', () => {
    expect(after(planned({ position: 5 })).decisionPosition).toBe(5);
    expect(after(planned({ position: 5 }), refused(9)).decisionPosition).toBe(9);
    expect(after(refused(9), planned({ position: 5 })).decisionPosition).toBe(9);
  });
  it('is not changed by an operation that no decision asked for', () => {
    expect(after(planned({ position: 5 }), planned({ position: null })).decisionPosition).toBe(5);
  });
  it('leaves the last refusal to be seen', () => {
    expect(after(refused(9)).lastRefusal).toEqual({ decisionPosition: 9, code: 'stale', at: time(0) });
  });
});

describe('marks of offerings', () => {
  it('are renewed, one for each, with the failures in a row', () => {
    const state = after(unavailable('a', 1), unavailable('b', 60), unavailable('b', 90), unavailable('b', 90, 't3.medium'));
    expect(state.unavailable.map(({ zone, until, instanceType, failures }) => [zone, until, instanceType, failures])).toEqual([
      ['a', time(1), null, 1],
      ['b', time(90), null, 2],
      ['b', time(90), 't3.medium', 1],
    ]);
  });
});

describe('the counts', () => {
  it('tell joined, coming (planned too) and leaving', () => {
    const workers = [launched('i'), joined('i'), launched('j'), launched('k'), joined('k'), draining('k')];
    expect(countFleet(after(...workers, planned({ launches: ['l-x', 'l-y'] })))).toEqual({
      joined: 1,
      coming: 3,
      leaving: 1,
      covered: 0,
    });
  });
});

describe('a worker at risk', () => {
  const atRisk = (id: string, until = time(1_200)): Undated => ({
    type: 'NodeAtRisk',
    data: { instanceId: id, warningId: 'warning', until },
  });
  const passed = (id: string): Undated => ({ type: 'NodeRiskPassed', data: { instanceId: id } });
  const standIn = (id: string, replaces: string): Undated => {
    const event = launched(id);
    return { ...event, data: { ...event.data, replaces } } as Undated;
  };
  const planFor = (replaces: string): Undated => {
    const plan = planned({ launches: ['l-s'] }) as Extract<Undated, { type: 'ScalePlanned' }>;
    return { ...plan, data: { ...plan.data, launches: plan.data.launches.map((launch) => ({ ...launch, replaces })) } };
  };
  const risky = [launched('i'), joined('i'), atRisk('i')];

  it('counts as long as it has no stand-in', () => {
    expect(countFleet(after(...risky))).toMatchObject({ joined: 1, coming: 0, covered: 0 });
    expect(countFleet(after(...risky, planFor('i')))).toMatchObject({ joined: 0, coming: 1, covered: 1 });
    expect(countFleet(after(...risky, standIn('s', 'i')))).toMatchObject({ joined: 0, coming: 1, covered: 1 });
    expect(countFleet(after(...risky, standIn('s', 'i'), joined('s')))).toMatchObject({ joined: 1, coming: 0, covered: 1 });
  });

  it('counts again when its stand-in goes, fails or is lost, and when the risk has passed', () => {
    const covered = [...risky, planFor('i'), standIn('s', 'i'), joined('s')];
    expect(countFleet(after(...risky, planFor('i'), launchFailed('l-s')))).toMatchObject({ joined: 1, covered: 0 });
    expect(countFleet(after(...covered, draining('s')))).toMatchObject({ joined: 1, covered: 0 });
    expect(countFleet(after(...covered, lost('s')))).toMatchObject({ joined: 1, covered: 0 });
    expect(countFleet(after(...covered, passed('i')))).toMatchObject({ joined: 2, covered: 0 });
  });

  it('is bounded by the maximum with its stand-in', () => {
    expect(countStanding(after(...risky))).toBe(1);
    expect(countStanding(after(...risky, planFor('i')))).toBe(2);
    expect(countStanding(after(...risky, standIn('s', 'i'), draining('i', 'interruption')))).toBe(1);
  });

  it('stays at risk when it joins, and until told otherwise', () => {
    const until = (state: FleetState) => state.workers['i']?.atRisk?.until;
    expect(until(after(launched('i'), atRisk('i'), joined('i')))).toBe(time(1_200));
    expect(until(after(...risky, atRisk('i', time(1_500))))).toBe(time(1_500));
    expect(after(...risky, passed('i')).workers['i']).not.toHaveProperty('atRisk');
  });

  it.each([atRisk('x'), passed('x')])('is not begun by $type of an unknown instance', (event) =>
    expect(after(event)).toEqual(emptyFleet),
  );
});

it('a worker that is to be replaced stays so when its drain fails', () => {
  const due = { noticeId: 'n', reason: 'RETIREMENT', dueAt: time(9_000) };
  const scheduled: Undated = { type: 'NodeReplacementScheduled', data: { instanceId: 'i', ...due } };
  const state = after(launched('i'), joined('i'), scheduled, draining('i'), drainFailed('i'));
  expect(state.workers['i']).toMatchObject({ status: 'joined', replacement: due });
  expect(after(scheduled)).toEqual(emptyFleet);
});

describe('those who left', () => {
  it('are remembered with how they went', () => {
    const state = after(launched('i'), lost('i'), launched('j'), timedOut('j'), terminated('j'));
    expect(state.departed.map(({ instanceId, how }) => [instanceId, how])).toEqual([
      ['i', 'lost'],
      ['j', 'terminated'],
    ]);
  });

  it('are at most twenty, and none older than ten minutes', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `i-${index}`);
    expect(after(...ids.flatMap((id) => [launched(id), lost(id)])).departed).toHaveLength(20);
    const early = after(launched('i'), lost('i'), launched('j'));
    const later = evolveFleet(early, { ...lost('j'), occurredAt: time(602) });
    expect(later.departed.map(({ instanceId }) => instanceId)).toEqual(['j']);
    const inTime = evolveFleet(early, { ...lost('j'), occurredAt: time(601) });
    expect(inTime.departed.map(({ instanceId }) => instanceId)).toEqual(['i', 'j']);
  });
});

it('begins empty and keeps its snapshots close', () => {
  expect(fleetFold.initialState()).toEqual(emptyFleet);
  expect(fleetFold.snapshotEvery).toBeLessThanOrEqual(10);
});
