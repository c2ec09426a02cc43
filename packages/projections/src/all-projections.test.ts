import { expect, it } from 'vitest';
import { allProjections, defineProjection } from './index.ts';

it('each has a name of its own, and views of nothing before the first event', () => {
  expect(new Set(allProjections.map(({ name }) => name)).size).toBe(allProjections.length);
  expect(allProjections.map(({ viewsOf, initialState }) => viewsOf(initialState()))).toMatchObject([
    {
      fleet: { counts: { joined: 0, coming: 0, leaving: 0 }, workers: [], operations: [], unavailable: [], lastRefusal: null },
    },
    { 'running-cost': { endedUsd: 0, endedHours: { spot: 0, 'on-demand': 0 }, living: {}, billedUntil: {}, since: null } },
    { timeline: { entries: [] } },
  ]);
});

it('its version rises with its fold and with its views', () => {
  const version = (fold: number, viewsVersion: number) =>
    defineProjection({
      category: 'fleet',
      fold: { name: 'n', version: fold, snapshotEvery: 1, initialState: () => 0, evolve: (state) => state },
      viewsVersion,
      viewsOf: () => ({}),
    }).version;
  expect(version(2, 1)).toBeGreaterThan(version(1, 1));
  expect(version(1, 2)).toBeGreaterThan(version(1, 1));
});
