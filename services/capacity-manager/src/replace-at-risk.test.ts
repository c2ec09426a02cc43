import { REBALANCE_SECONDS } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import { after } from './after.ts';
import { type FleetCommand, fleetDecider } from './decider.ts';
import { workersNow } from './refusals.ts';
import { idAt, scaleDecided, spotWarning } from './testing/events.ts';
import { at, drainingWorker, fleetOf, launchedWorker, NOW, operation, policy, policyWith, worker } from './testing/fleets.ts';

const three = [worker('i-1', 'a on-demand'), worker('i-2', 'b on-demand'), worker('i-3', 'c spot')];
const SPOT_1 = idAt('spot-test', 1);

const recommended = (change: { of?: string; ageSeconds?: number; max?: number; position?: number } = {}): FleetCommand => {
  const { of = 'i-3', ageSeconds = 1, max = 10, position = 1 } = change;
  const warning = spotWarning(
    { instanceId: of, kind: 'rebalance', deadline: null },
    { position, at: NOW - ageSeconds * 1_000 },
  );
  return { kind: 'note-risk', warning, policy: policyWith({ workers: { min: 2, max } }), now: NOW };
};
const interrupted = (of: string): FleetCommand => {
  const warning = spotWarning({ instanceId: of }, { position: 2, at: NOW });
  return { kind: 'replace-interrupted', warning, policy, now: NOW };
};
const decide = (command: FleetCommand, state: fleet.FleetState) => fleetDecider.decide(command, state);
const types = (command: FleetCommand, state: fleet.FleetState) => decide(command, state).map(({ type }) => type);
const apply = (state: fleet.FleetState, command: FleetCommand) => after(state, decide(command, state), NOW);

/** Three workers, the third at risk with its stand-in planned. */
const covered = apply(fleetOf(three), recommended());

describe('a recommendation', () => {
  it('puts the worker at risk, leaves its offering alone and plans a stand-in of its kind elsewhere, in one', () => {
    expect(decide(recommended(), fleetOf(three))).toMatchObject([
      { type: 'NodeAtRisk', data: { instanceId: 'i-3', warningId: SPOT_1, until: at(REBALANCE_SECONDS - 1) } },
      { type: 'OfferingUnavailable', data: { instanceType: 't3.medium', zone: 'c', code: 'RebalanceRecommendation' } },
      {
        type: 'ScalePlanned',
        data: {
          ...{ operationId: SPOT_1, decisionPosition: null, cause: 'replacement', workersBefore: 3, victims: [] },
          launches: [{ capacityType: 'spot', zone: 'c', replaces: 'i-3' }],
        },
      },
    ]);
  });

  it('is met with On-Demand when no Spot is to be had', () => {
    const unavailable = ['a', 'b', 'c'].map((zone) => ({
      ...{ zone, capacityType: 'spot' as const, instanceType: null, code: 'X', until: at(60), at: at(-1), failures: 1 },
    }));
    const planned = decide(recommended(), fleetOf(three, { unavailable })).at(-1);
    expect(planned).toMatchObject({ data: { launches: [{ capacityType: 'on-demand' }] } });
  });

  it('leaves the size as it was decided: the stand-in counts in place of the worker', () => {
    expect(workersNow(covered)).toBe(3);
    expect(fleet.countStanding(covered)).toBe(4);
  });

  it('of a worker that has not joined yet is met as well', () => {
    const state = fleetOf([...three.slice(0, 2), launchedWorker('i-3', { joinBy: at(200) })]);
    expect(types(recommended(), state)).toContain('ScalePlanned');
  });

  it('launches nothing at the maximum, where the worker goes on counting', () => {
    const state = apply(fleetOf(three), recommended({ max: 3 }));
    expect(types(recommended({ max: 3 }), fleetOf(three))).toEqual(['NodeAtRisk', 'OfferingUnavailable']);
    expect(workersNow(state)).toBe(3);
  });

  it.each([
    ['that was told before', recommended(), covered],
    ['that is outdated', recommended({ ageSeconds: REBALANCE_SECONDS }), fleetOf(three)],
    ['of an instance that is not in the fleet', recommended({ of: 'i-foreign' }), fleetOf(three)],
    ['of a worker on its way out', recommended(), fleetOf([...three.slice(0, 2), drainingWorker('i-3', { deadline: at(99) })])],
  ])('%s changes nothing', (_, command, state) => expect(types(command, state)).toEqual([]));

  it('that comes again later lasts longer and launches no second stand-in', () => {
    expect(types(recommended({ ageSeconds: 0, position: 2 }), covered)).toEqual(['NodeAtRisk']);
  });

  it('of a worker that is being exchanged finds the stand-in on its way', () => {
    const exchange = operation({ decisionPosition: null, cause: 'repair', joining: ['i-4'], leaving: ['i-3'] });
    expect(types(recommended(), fleetOf(three, { operations: [exchange] }))).toEqual(['NodeAtRisk', 'OfferingUnavailable']);
  });
});

describe('a worker at risk', () => {
  it('that is interrupted needs no second stand-in, and the size holds', () => {
    expect(types(interrupted('i-3'), covered)).toEqual(['NodeDrainStarted']);
    expect(workersNow(apply(covered, interrupted('i-3')))).toBe(3);
  });

  it('that is interrupted without a stand-in is replaced then', () => {
    const state = apply(fleetOf(three), recommended({ max: 3 }));
    expect(types(interrupted('i-3'), state)).toContain('ScalePlanned');
  });

  it('whose stand-in is interrupted counts itself again, and that is replaced', () => {
    const launched = { ...worker('i-4', 'c spot'), replaces: 'i-3' };
    const risky = { ...worker('i-3', 'c spot'), atRisk: { warningId: SPOT_1, until: at(900) } };
    const state = fleetOf([...three.slice(0, 2), risky, launched]);
    expect(workersNow(state)).toBe(3);
    expect(workersNow(apply(state, interrupted('i-4')))).toBeGreaterThanOrEqual(3);
  });

  it('and its stand-in are no victims of a scale-down, which takes another', () => {
    const joined = { ...worker('i-4', 'c spot'), replaces: 'i-3' };
    const state = fleetOf([...Object.values(covered.workers), worker('i-5', 'a spot'), joined]);
    const decision = scaleDecided({ action: 'down', from: 4, to: 3 }, { position: 7, at: NOW });
    const candidates = Object.keys(state.workers).map((instanceId) => ({ instanceId, pods: 0, doNotDisrupt: false }));
    const command = { kind: 'carry-out-decision', decision, policy, now: NOW, drainSeconds: 300, candidates } as const;
    expect(decide(command, state)[0]).toMatchObject({ data: { victims: ['i-5'] } });
  });

  it('stands: a scale-up goes no further than the maximum with it', () => {
    const up = (to: number, max: number): FleetCommand => {
      const decision = scaleDecided({ action: 'up', from: 3, to }, { position: 7, at: NOW });
      const small = policyWith({ workers: { min: 2, max } });
      return { kind: 'carry-out-decision', decision, policy: small, now: NOW, drainSeconds: 300, candidates: [] };
    };
    expect(decide(up(5, 5), covered)[0]).toMatchObject({ type: 'ScalePlanned', data: { launches: { length: 1 } } });
    expect(decide(up(4, 4), covered)[0]).toMatchObject({ type: 'ScaleRefused', data: { code: 'out-of-bounds' } });
  });
});

describe('a storm', () => {
  it('of eight interruptions in a fleet of ten at its maximum leaves it at ten, step by step', () => {
    const spots = Array.from({ length: 8 }, (_, index) => worker(`i-s${index}`, 'a spot'));
    let state = fleetOf([worker('i-1', 'b on-demand'), worker('i-2', 'c on-demand'), ...spots]);
    for (const [index, { instanceId }] of spots.entries()) {
      const warning = spotWarning({ instanceId }, { position: 10 + index, at: NOW });
      state = apply(state, { kind: 'replace-interrupted', warning, policy, now: NOW });
      expect(workersNow(state)).toBe(10);
      expect(fleet.countStanding(state)).toBe(10);
    }
    expect(state.operations).toHaveLength(8);
  });

  it('of recommendations and interruptions in any order exceeds no maximum and never dips', () => {
    const spots = Array.from({ length: 6 }, (_, index) => worker(`i-s${index}`, 'a spot'));
    let state = fleetOf([worker('i-1', 'b on-demand'), worker('i-2', 'c on-demand'), ...spots]);
    const order = [0, 1, 1, 2, 0, 3, 4, 5, 5, 2, 3];
    for (const [step, index] of order.entries()) {
      const instanceId = `i-s${index}`;
      const isSecond = order.indexOf(index) < step;
      const warning = spotWarning(
        { instanceId, kind: isSecond ? 'interruption' : 'rebalance' },
        { position: 10 + step, at: NOW },
      );
      state = apply(state, { kind: isSecond ? 'replace-interrupted' : 'note-risk', warning, policy, now: NOW });
      expect(workersNow(state)).toBeGreaterThanOrEqual(8);
      expect(fleet.countStanding(state)).toBeLessThanOrEqual(10);
    }
  });
});
