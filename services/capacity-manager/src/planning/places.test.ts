import { expect, it } from 'vitest';
import { at, atRisk, drainingWorker, fleetOf, launchedWorker, operation, plannedLaunch, worker } from '../testing/fleets.ts';
import { placesOf } from './places.ts';

it('the places of a fleet are those of workers here, coming and planned, not of those on their way out', () => {
  const workers = [
    worker('i-1', 'b spot'),
    launchedWorker('i-2', { joinBy: at(60) }),
    drainingWorker('i-3', { deadline: at(60) }),
  ];
  const state = fleetOf(workers, { operations: [operation({ pending: [plannedLaunch({ zone: 'c' })] })] });
  expect(placesOf(state).map(({ zone, capacityType }) => `${zone} ${capacityType}`)).toEqual([
    'b spot',
    'a on-demand',
    'c spot',
  ]);
});

it('of a worker at risk and its stand-in one counts', () => {
  const risky = atRisk(worker('i-1', 'b spot'));
  const standIn = worker('i-2', 'c on-demand', { replaces: 'i-1' });
  expect(placesOf(fleetOf([risky])).map(({ zone }) => zone)).toEqual(['b']);
  expect(placesOf(fleetOf([risky, standIn])).map(({ zone }) => zone)).toEqual(['c']);
});
