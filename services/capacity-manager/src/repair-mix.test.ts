import type { fleet } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import { fleetDecider } from './decider.ts';
import { workersNow } from './refusals.ts';
import { scaleDecided, spotWarning } from './testing/events.ts';
import { createRepairedFleet } from './testing/exchanges.ts';
import { at, fleetOf, marked, NOW, policyWith, worker } from './testing/fleets.ts';

const policy = policyWith({});
const spots = (count: number) => Array.from({ length: count }, (_, index) => worker(`i-${index}`, 'b spot'));
const world = (workers: readonly fleet.Worker[], max = 10) =>
  createRepairedFleet(fleetOf(workers), { policy: { ...policy, workers: { min: 2, max } }, start: NOW });

describe('a fleet of four Spot workers, with a base of two', () => {
  it('gets one On-Demand worker first', () => {
    expect(world(spots(4)).begin()).toMatchObject([
      {
        type: 'ScalePlanned',
        data: {
          ...{ operationId: 'sample-1', decisionPosition: null, cause: 'repair', workersBefore: 4, victims: ['i-0'] },
          reason: '0 On-Demand workers, the base is 2',
          launches: [{ launchId: 'sample-1-1', zone: 'a', capacityType: 'on-demand', replaces: 'i-0' }],
        },
      },
    ]);
  });

  it('lets a Spot worker go when that has joined, not before', () => {
    const four = world(spots(4));
    four.begin();
    four.launch();
    expect(four.exchange()).toEqual([[]]);
    four.join();
    expect(four.exchange()).toMatchObject([
      [{ type: 'NodeDrainStarted', data: { instanceId: 'i-0', cause: 'repair', deadline: at(300) } }],
    ]);
    four.empty();
    expect(four.state.operations).toEqual([]);
    expect(workersNow(four.state)).toBe(4);
  });

  it('has one repair at a time, and rests five minutes between them', () => {
    const four = world(spots(4));
    four.begin();
    expect(four.begin()).toEqual([]);
    for (const act of [four.launch, four.join, four.exchange, four.empty]) act();
    four.advance(299);
    expect(four.begin()).toEqual([]);
    four.advance(1);
    expect(four.begin()).toHaveLength(1);
  });

  it('at its maximum lets the Spot worker go at once, so that there is never one more', () => {
    expect(
      world(spots(4), 4)
        .begin()
        .map(({ type }) => type),
    ).toEqual(['ScalePlanned', 'NodeDrainStarted']);
  });

  it('is left as it is when nobody may go', () => {
    const four = world(spots(4));
    const command = { kind: 'repair-mix', sampleId: 's', policy, now: NOW, drainSeconds: 300 } as const;
    expect(four.apply({ ...command, candidates: [{ instanceId: 'i-0', pods: 1, doNotDisrupt: true }] })).toEqual([]);
    expect(four.apply({ ...command, candidates: [{ instanceId: 'i-0', pods: 1, doNotDisrupt: false }] })).toHaveLength(1);
  });

  it('is left as it is while no zone has an On-Demand offering', () => {
    const marks = ['a', 'b', 'c'].map((zone) => marked(`${zone} on-demand`, { until: at(1) }));
    const even = ['a', 'b', 'c', 'a'].map((zone, index) => worker(`i-${index}`, `${zone} spot`));
    const fleetWithMarks = fleetOf(even, { unavailable: marks });
    expect(createRepairedFleet(fleetWithMarks, { policy, start: NOW }).begin()).toEqual([]);
    expect(createRepairedFleet(fleetWithMarks, { policy, start: NOW + 1_000 }).begin()).toHaveLength(1);
  });
});

describe('a repair in flight takes nobody', () => {
  const begun = () => {
    const four = world(spots(4));
    four.begin();
    return four;
  };
  const ended = (four: ReturnType<typeof begun>, workers: number) => {
    expect(four.state.operations.filter(({ cause }) => cause === 'repair')).toEqual([]);
    expect(four.state.workers['i-0']?.status).toBe('joined');
    expect(workersNow(four.state)).toBe(workers);
  };

  it('when its launch has failed', () => {
    const four = begun();
    const place = { launchId: 'sample-1-1', zone: 'a', capacityType: 'on-demand' } as const;
    four.record({ type: 'LaunchFailed', data: { ...place, code: 'X', message: '', attempts: 1 } });
    ended(four, 4);
  });

  it('when its worker did not join', () => {
    const four = begun();
    four.launch();
    four.record({ type: 'NodeJoinTimedOut', data: { instanceId: 'i-sample-1-1', afterSeconds: 301 } });
    ended(four, 4);
  });

  it('when another worker was lost meanwhile', () => {
    const four = begun();
    four.launch();
    four.record({ type: 'NodeLost', data: { instanceId: 'i-3', lostAt: at(0), aliveSeconds: 9, evidence: '' } });
    four.join();
    ended(four, 4);
  });

  it('when a decision has settled the size anew', () => {
    const four = begun();
    four.launch();
    four.join();
    const decision = scaleDecided({ action: 'up', from: 5, to: 6 }, { position: 7, at: NOW });
    four.apply({ kind: 'carry-out-decision', decision, policy, now: NOW, drainSeconds: 300, candidates: [] });
    ended(four, 6);
  });
});

it('an interrupted worker that is being exchanged gets no second stand-in', () => {
  const four = world(spots(4));
  four.begin();
  const warning = spotWarning({ instanceId: 'i-0' }, { at: NOW });
  const events = fleetDecider.decide({ kind: 'replace-interrupted', warning, policy, now: NOW }, four.state);
  expect(events.map(({ type }) => type)).toEqual(['NodeDrainStarted', 'OfferingUnavailable']);
});
