import type { Policy } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import { after } from './after.ts';
import { type FleetCommand, fleetDecider } from './decider.ts';
import { maintenanceScheduled } from './testing/events.ts';
import { at, drainingWorker, fleetOf, NOW, operation, policy, policyWith, worker } from './testing/fleets.ts';

const DAY = 86_400;
const base = [worker('i-1', 'a on-demand'), worker('i-2', 'b on-demand')];
const dueIn = (seconds: number, instanceId = 'i-3'): fleet.Worker => ({
  ...worker(instanceId, 'c spot'),
  replacement: { noticeId: 'notice', reason: 'AWS works on its machine (RETIREMENT)', dueAt: at(seconds) },
});
const standIn = (status: 'joined' | 'launched'): fleet.Worker => {
  const joined = { ...worker('i-4', 'c spot'), replaces: 'i-3' };
  return status === 'joined' ? joined : { ...joined, status, joinBy: at(100) };
};

type Scene = { candidate?: { doNotDisrupt: boolean } | null; policy?: Policy; of?: string };
const exchange = ({ candidate = { doNotDisrupt: false }, policy: rules = policy, of = 'i-3' }: Scene = {}): FleetCommand => ({
  ...{ kind: 'exchange-due', instanceId: of, sampleId: 'sample', policy: rules, now: NOW, drainSeconds: 300 },
  candidates: candidate ? [{ instanceId: of, pods: 1, ...candidate }] : [],
});
const types = (command: FleetCommand, state: fleet.FleetState) => fleetDecider.decide(command, state).map(({ type }) => type);
const small = policyWith({ workers: { min: 2, max: 3 } });
const noOffering = ['a', 'b', 'c'].map((zone) => ({
  ...{ zone, capacityType: 'spot' as const, instanceType: null, code: 'X', until: at(60), at: at(-1), failures: 1 },
}));

describe('planned work', () => {
  const notice = (startsAt: number, instanceId = 'i-1'): FleetCommand => ({
    ...{ kind: 'schedule-replacement', policy, now: NOW },
    notice: maintenanceScheduled({ instanceId, startsAt }, { at: NOW }),
  });
  const day = NOW + DAY * 1_000;

  it('has the replacement of its worker scheduled, once', () => {
    const events = fleetDecider.decide(notice(day), fleetOf(base));
    expect(events).toMatchObject([{ type: 'NodeReplacementScheduled', data: { instanceId: 'i-1', dueAt: at(DAY) } }]);
    const state = after(fleetOf(base), events, NOW);
    expect(types(notice(day), state)).toEqual([]);
    expect(types(notice(day + 1_000), state)).toEqual([]);
    expect(types(notice(day - 1_000), state)).toEqual(['NodeReplacementScheduled']);
  });

  it('on an instance that is not in the fleet is nothing', () => {
    expect(types(notice(day, 'i-9'), fleetOf(base))).toEqual([]);
  });
});

describe('a worker that is to be replaced', () => {
  it('has one of its capacity type launched first', () => {
    expect(fleetDecider.decide(exchange(), fleetOf([...base, dueIn(DAY)]))).toMatchObject([
      {
        type: 'ScalePlanned',
        data: { cause: 'repair', launches: [{ capacityType: 'spot', replaces: 'i-3' }], victims: ['i-3'] },
      },
    ]);
  });

  it('waits at the maximum; when the work is near it is drained at once and replaced beside that', () => {
    expect(types(exchange({ policy: small }), fleetOf([...base, dueIn(DAY)]))).toEqual([]);
    expect(types(exchange({ policy: small }), fleetOf([...base, dueIn(1_799)]))).toEqual(['ScalePlanned', 'NodeDrainStarted']);
    expect(types(exchange({ policy: small }), fleetOf([...base, dueIn(1_800)]))).toEqual([]);
  });

  it('waits without an offering; when the work is near it is drained all the same', () => {
    expect(types(exchange(), fleetOf([...base, dueIn(DAY)], { unavailable: noOffering }))).toEqual([]);
    const events = fleetDecider.decide(exchange(), fleetOf([...base, dueIn(1_000)], { unavailable: noOffering }));
    expect(events).toMatchObject([{ data: { launches: [], victims: ['i-3'] } }, { type: 'NodeDrainStarted' }]);
  });

  it.each([
    ['another repair', { operations: [operation({ decisionPosition: null, cause: 'repair', joining: ['i-9'] })] }],
    ['half an hour after the last repair', { lastRepairAt: at(-1_799) }],
  ])('waits for %s, unless the work is near', (_, change) => {
    expect(types(exchange(), fleetOf([...base, dueIn(DAY)], change))).toEqual([]);
    expect(types(exchange(), fleetOf([...base, dueIn(1_000)], change))).toEqual(['ScalePlanned']);
  });

  it('waits for the disruption budget, unless the work is near', () => {
    const drain = drainingWorker('i-9', { deadline: at(100) });
    expect(types(exchange(), fleetOf([...base, dueIn(DAY), drain]))).toEqual([]);
    expect(types(exchange(), fleetOf([...base, dueIn(1_000), drain]))).toEqual(['ScalePlanned']);
  });

  it('with a do-not-disrupt pod waits even then', () => {
    expect(types(exchange({ candidate: { doNotDisrupt: true } }), fleetOf([...base, dueIn(1_000)]))).toEqual([]);
  });

  it('that is not Ready waits until the work is near', () => {
    expect(types(exchange({ candidate: null }), fleetOf([...base, dueIn(DAY)]))).toEqual([]);
    expect(types(exchange({ candidate: null }), fleetOf([...base, dueIn(1_000)]))).toEqual(['ScalePlanned']);
  });

  it('whose drain failed is drained again without a further launch, not before five minutes', () => {
    const state = fleetOf([...base, dueIn(1_000), standIn('joined')]);
    expect(fleetDecider.decide(exchange(), state)).toMatchObject([{ data: { launches: [] } }, { type: 'NodeDrainStarted' }]);
    const failedNow = { ...dueIn(1_000), status: 'joined', joinedAt: at(-299) } as fleet.Worker;
    expect(types(exchange(), fleetOf([...base, failedNow, standIn('joined')]))).toEqual([]);
  });

  it.each([
    ['its stand-in is coming', [...base, dueIn(1_000), standIn('launched')], {}],
    ['it is in a plan already', [...base, dueIn(1_000)], { operations: [operation({ leaving: ['i-3'] })] }],
    ['the work was long ago', [...base, dueIn(-3_601)], {}],
    ['it has none to come', [...base, worker('i-3', 'c spot')], {}],
  ])('is left when %s', (_, workers, change) => expect(types(exchange(), fleetOf(workers, change))).toEqual([]));
});
