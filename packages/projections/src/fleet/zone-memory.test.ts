import { describe, expect, it } from 'vitest';
import { emptyFleet, type FleetState, type Worker, type ZoneTrouble } from './fleet-state.ts';
import {
  isShiftedAway,
  withZoneRefusal,
  withZoneShift,
  withZoneSuccess,
  withZoneTrouble,
  ZONE_TROUBLE_SECONDS,
  zoneShiftOf,
} from './zone-memory.ts';

const START = Date.parse('2026-11-24T12:00:00.000Z');
const time = (seconds: number) => new Date(START + seconds * 1_000).toISOString();
const trouble = (seconds: number, kind: ZoneTrouble['kind'] = 'join', zone = 'a') => ({ zone, kind, at: time(seconds) });
const withTroubles = (...troubles: readonly ZoneTrouble[]) => troubles.reduce(withZoneTrouble, emptyFleet);
const shifted = (state: FleetState, seconds: number) =>
  withZoneShift(state, { zone: 'a', reason: '', until: time(seconds + 900) }, time(seconds));

describe('the troubles of a zone', () => {
  it('are kept for two hours, 50 at most', () => {
    expect(withTroubles(trouble(0), trouble(ZONE_TROUBLE_SECONDS)).zoneTroubles).toHaveLength(2);
    expect(withTroubles(trouble(0), trouble(ZONE_TROUBLE_SECONDS + 1)).zoneTroubles).toHaveLength(1);
    expect(withTroubles(...Array.from({ length: 60 }, () => trouble(0))).zoneTroubles).toHaveLength(50);
  });

  it('are refusals of On-Demand as a whole, not of Spot, which is a market, nor of one type', () => {
    const refusal = { zone: 'a', instanceType: null, code: 'X', until: time(180) };
    const kinds = (change: object) =>
      withZoneRefusal(emptyFleet, { ...refusal, capacityType: 'on-demand', ...change }, time(0)).zoneTroubles.map(
        ({ kind }) => kind,
      );
    expect(kinds({})).toEqual(['launch']);
    expect(kinds({ capacityType: 'spot' })).toEqual([]);
    expect(kinds({ instanceType: 't3.medium' })).toEqual([]);
  });

  it('end with a worker that joins there and was launched since, but for those that lost a worker', () => {
    const state = withTroubles(trouble(0), trouble(0, 'lost'), trouble(0, 'join', 'b'), trouble(9, 'launch'));
    const left = withZoneSuccess(state, { zone: 'a', launchedAt: time(5) } as Worker).zoneTroubles;
    expect(left).toEqual([trouble(0, 'lost'), trouble(0, 'join', 'b'), trouble(9, 'launch')]);
  });
});

describe('a shift of a zone', () => {
  it('holds until its end, and begins the count of troubles anew', () => {
    const state = shifted(withTroubles(trouble(0), trouble(0, 'join', 'b')), 0);
    expect(isShiftedAway(state, 'a', time(899))).toBe(true);
    expect(isShiftedAway(state, 'a', time(900))).toBe(false);
    expect(isShiftedAway(state, 'b', time(0))).toBe(false);
    expect(state.zoneTroubles).toEqual([trouble(0, 'join', 'b')]);
  });

  it('is one more in a row within four hours of the end of the last one', () => {
    const again = (seconds: number) => zoneShiftOf(shifted(shifted(emptyFleet, 0), seconds), 'a', time(seconds))?.times;
    expect(again(900 + 4 * 3_600 - 1)).toBe(2);
    expect(again(900 + 4 * 3_600)).toBe(1);
  });
});
