import { describe, expect, it } from 'vitest';
import { at, fleetOf, NOON, NOW, operation, plannedLaunch, policyWith, worker } from '../testing/fleets.ts';
import { launchIdOf } from './launch-id.ts';
import { planExchange, planLaunches, planReplacement } from './plan-up.ts';

const policy = policyWith({});
const base = [worker('i-1', 'a on-demand'), worker('i-2', 'b on-demand')];

function mark(place: string, until: string, instanceType: string | null = null) {
  const [zone = '', capacityType] = place.split(' ');
  return {
    ...{ instanceType, zone, capacityType: capacityType as 'spot' | 'on-demand', code: 'X' },
    until,
    at: at(-60),
    failures: 1,
  };
}

describe('planning launches', () => {
  it('begins an empty fleet with its On-Demand base, then Spot, spread over the zones in their order', () => {
    const launches = planLaunches('d', 4, { state: fleetOf([]), policy, now: NOW });
    expect(launches.map(({ zone, capacityType }) => `${zone} ${capacityType}`)).toEqual([
      'a on-demand',
      'b on-demand',
      'c on-demand',
      'a spot',
    ]);
    expect(launches.map(({ launchId }) => launchId)).toEqual(['d-1', 'd-2', 'd-3', 'd-4']);
  });

  it('takes the zone with the fewest workers, those on their way counted', () => {
    const coming = operation({ pending: [plannedLaunch({ zone: 'c' })] });
    const state = fleetOf([...base, worker('i-3', 'a spot')], { operations: [coming] });
    expect(planLaunches('d', 1, { state, policy, now: NOW })[0]?.zone).toBe('b');
  });

  it('leaves a zone alone that is shifted away', () => {
    const shifted = policyWith({ placement: { zonesShiftedAway: ['c'] } });
    const launches = planLaunches('d', 2, { state: fleetOf(base), policy: shifted, now: NOW });
    expect(launches.map(({ zone }) => zone)).toEqual(['a', 'b']);
  });

  it('leaves an offering alone until its mark has run out, not a moment longer', () => {
    const state = (until: string) => fleetOf(base, { unavailable: [mark('c spot', until)] });
    expect(planLaunches('d', 1, { state: state(at(1)), policy, now: NOW })[0]?.zone).toBe('a');
    expect(planLaunches('d', 1, { state: state(NOON), policy, now: NOW })[0]?.zone).toBe('c');
  });

  it('goes on with the other types of an offering of which one type is marked', () => {
    const state = fleetOf(base, { unavailable: [mark('c spot', at(60), 't3.medium')] });
    expect(planLaunches('d', 1, { state, policy, now: NOW })[0]?.zone).toBe('c');
  });

  it('plans On-Demand when Spot is open nowhere', () => {
    const unavailable = ['a spot', 'b spot', 'c spot'].map((place) => mark(place, at(60)));
    const [launch] = planLaunches('d', 1, { state: fleetOf(base, { unavailable }), policy, now: NOW });
    expect(launch).toMatchObject({ zone: 'c', capacityType: 'on-demand' });
  });

  it('plans nothing when nothing is open', () => {
    const places = ['a', 'b', 'c'].flatMap((zone) => [`${zone} spot`, `${zone} on-demand`]);
    const state = fleetOf(base, { unavailable: places.map((place) => mark(place, at(60))) });
    expect(planLaunches('d', 3, { state, policy, now: NOW })).toEqual([]);
  });
});

describe('planning a replacement', () => {
  it('is On-Demand in the neediest zone and names whom it stands in for', () => {
    expect(planReplacement('w', 'i-9', { state: fleetOf(base), policy, now: NOW })).toEqual({
      ...{ launchId: 'w-1', zone: 'c', capacityType: 'on-demand', replaces: 'i-9' },
    });
  });

  it('is tried even where everything is marked', () => {
    const unavailable = ['a on-demand', 'b on-demand', 'c on-demand'].map((place) => mark(place, at(60)));
    expect(planReplacement('w', 'i-9', { state: fleetOf(base, { unavailable }), policy, now: NOW })?.zone).toBe('c');
  });
});

describe('planning an exchange', () => {
  const state = fleetOf([...base, worker('i-3', 'c spot')]);
  const exchange = (zones: readonly string[] | null, change: Partial<typeof state> = {}) =>
    planExchange('s', { capacityType: 'spot', replaces: 'i-3', zones }, { state: { ...state, ...change }, policy, now: NOW });

  it('does not count the worker that goes for it', () =>
    expect(exchange(null)).toEqual({ launchId: 's-1', zone: 'c', capacityType: 'spot', replaces: 'i-3' }));

  it('stays within the zones that are asked for', () => {
    expect(exchange(['b'])?.zone).toBe('b');
    expect(exchange([])).toBeNull();
  });

  it('is nothing without an open offering', () =>
    expect(exchange(['c'], { unavailable: [mark('c spot', at(60))] })).toBeNull());
});

describe('the name of a launch', () => {
  it('is readable where it fits into 64 characters', () => expect(launchIdOf('x'.repeat(62), 1)).toBe(`${'x'.repeat(62)}-1`));
  it('is derived where it does not, the same each time', () => {
    expect(launchIdOf('x'.repeat(63), 1)).toMatch(/^[0-9a-f-]{36}$/);
    expect(launchIdOf('x'.repeat(63), 1)).toBe(launchIdOf('x'.repeat(63), 1));
    expect(launchIdOf('x'.repeat(63), 1)).not.toBe(launchIdOf('x'.repeat(63), 2));
  });
});
