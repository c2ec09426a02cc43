import { describe, expect, it } from 'vitest';
import { emptyFleet, type FleetState, type Operation } from './fleet-state.ts';
import { cameToNothing, sparingVictims } from './repairs.ts';

const repair = {
  ...{ operationId: 'sample', decisionPosition: null, cause: 'repair', reason: '', workersBefore: 4, plannedAt: '' },
  ...{ pending: [], joining: [], leaving: ['i-1', 'i-2'], added: [], removed: [], failed: 1 },
} as const satisfies Operation;

const fleetWith = (operation: Operation): FleetState =>
  ({
    ...emptyFleet,
    workers: { 'i-1': { instanceId: 'i-1', status: 'joined' }, 'i-2': { instanceId: 'i-2', status: 'draining' } },
    operations: [operation],
  }) as unknown as FleetState;

const leaving = ({ operations }: FleetState) => operations.map((operation) => operation.leaving);

describe('a repair', () => {
  it('spares the victims that stand, not those whose drain has begun', () => {
    expect(leaving(sparingVictims(fleetWith(repair)))).toEqual([['i-2']]);
  });

  it('has come to nothing when its launch is neither on the way nor there', () => {
    const added = [{ instanceId: 'i-3', zone: 'a', capacityType: 'spot' as const }];
    const launch = { launchId: 'l', zone: 'a', capacityType: 'spot', replaces: 'i-1' } as const;
    expect(cameToNothing(repair)).toBe(true);
    expect(cameToNothing({ ...repair, added })).toBe(false);
    expect(cameToNothing({ ...repair, joining: ['i-3'] })).toBe(false);
    expect(cameToNothing({ ...repair, pending: [launch] })).toBe(false);
  });
});

it.each(['scale-down', 'replacement'] as const)('a %s spares nobody', (cause) => {
  expect(leaving(sparingVictims(fleetWith({ ...repair, cause })))).toEqual([['i-1', 'i-2']]);
  expect(cameToNothing({ ...repair, cause })).toBe(false);
});
