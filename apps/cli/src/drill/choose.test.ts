import { emptyFleet, type FleetState, type Worker } from '@smartscale/projections/fleet';
import { describe, expect, it } from 'vitest';
import { chooseSpotWorker, chooseWorker, chooseZone } from './choose.ts';
import { at, exchange, FLEET, worker } from './testing/stories.ts';

const fleetOf = (...workers: readonly Worker[]): FleetState => ({
  ...emptyFleet,
  workers: Object.fromEntries(workers.map((one) => [one.instanceId, one])),
});
const spot = (instanceId: string, more: Partial<Worker> = {}) => worker(instanceId, 'a', { capacityType: 'spot', ...more });
const atRisk = { warningId: 'w', until: at(60) };
const replacement = { noticeId: 'n', reason: 'work', dueAt: at(60) };

describe('a worker to drill', () => {
  it('is the oldest that stays, or the one that is named', () => {
    const fleet = fleetOf(
      spot('i-young'),
      spot('i-old', { launchedAt: at(-9_000) }),
      worker('i-base', 'b', { launchedAt: at(-9_999) }),
    );
    expect(chooseSpotWorker(fleet, undefined).instanceId).toBe('i-old');
    expect(chooseSpotWorker(fleet, 'i-young').instanceId).toBe('i-young');
    expect(chooseWorker(fleet, undefined).instanceId).toBe('i-base');
  });

  it.each<[string, RegExp, Partial<Worker>]>([
    ['that has not joined', /i-x has not joined yet/, { status: 'launched' }],
    ['that is drained already', /i-x is being drained already/, { status: 'draining' }],
    ['at risk', /i-x has a stand-in already/, { atRisk }],
    ['that is to be replaced', /i-x is about to go anyway/, { replacement }],
  ])('is none %s', (_, problem, more) => {
    const fleet = fleetOf(spot('i-x', more), spot('i-y'));
    expect(() => chooseSpotWorker(fleet, 'i-x')).toThrow(problem);
    expect(() => chooseSpotWorker(fleet, 'i-x')).toThrow(/choose one of i-y/);
    expect(chooseSpotWorker(fleet, undefined).instanceId).toBe('i-y');
  });

  it('is none while a worker is being exchanged', () => {
    const during: FleetState = { ...FLEET, operations: [exchange('i-1')] };
    expect(() => chooseWorker(during, undefined)).toThrow(/being exchanged/);
    expect(() => chooseSpotWorker(during, 'i-3')).toThrow(/being exchanged/);
  });

  it('is none that is On-Demand where EC2 is to take it, and none that is not there', () => {
    expect(() => chooseSpotWorker(FLEET, 'i-1')).toThrow(/i-1 is On-Demand, .*: choose one of i-3, i-4/);
    expect(() => chooseSpotWorker(fleetOf(worker('i-1', 'a')), 'i-1')).toThrow(/there is none at present/);
    expect(() => chooseSpotWorker(fleetOf(worker('i-1', 'a')), undefined)).toThrow(/none of the 1 workers .* more load/);
    expect(() => chooseWorker(emptyFleet, undefined)).toThrow(/no worker carries pods/);
    expect(() => chooseWorker(FLEET, 'i-9')).toThrow(/there is no worker i-9: choose one of/);
  });
});

describe('a zone to drill', () => {
  it('is the one with the most workers, or the one that is named', () => {
    expect(chooseZone(FLEET, undefined)).toEqual({ zone: 'a', instanceIds: ['i-1', 'i-3'] });
    expect(chooseZone(FLEET, 'c')).toEqual({ zone: 'c', instanceIds: ['i-4'] });
  });

  it('is none without a worker', () => {
    expect(() => chooseZone(FLEET, 'd')).toThrow(/"d": there are some in a, b, c/);
    expect(() => chooseZone(emptyFleet, undefined)).toThrow(/no worker carries pods/);
  });
});
