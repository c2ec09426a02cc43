import { commandedShifts, toTimestamp } from '@smartscale/events';
import type { Drift } from './drift.ts';
import type { Place } from './places.ts';
import { openZones, workersIn, type ZoneContext } from './zones.ts';

/** A difference that adding and removing one worker at a time leaves anyway. */
const EVEN_WORKERS = 1;
/** Spot first: its workers expect to be moved. */
const EITHER: Drift['exchanges'] = [
  { comes: 'spot', goes: 'spot' },
  { comes: 'on-demand', goes: 'on-demand' },
];

/** A zone that a command wants emptied and that still has workers; null when there is none. */
export function drainDriftOf(places: readonly Place[], { policy, now }: ZoneContext): Drift | null {
  const shifts = commandedShifts(policy.placement, toTimestamp(now));
  const inhabited = shifts.find((shift) => shift.drain && workersIn(places, shift.zone) > 0);
  if (!inhabited) return null;
  const { zone, reason } = inhabited;
  const why = reason === '' ? '' : `: ${reason}`;
  return { kind: 'zone-drain', exchanges: EITHER, from: [zone], to: null, reason: `${zone} is to be emptied${why}` };
}

/**
 * Open zones of which one has at least two workers more than another, as after a zone was lost and is back: one worker changes from a
 * fullest zone to one that stays smaller even with it. Each such exchange brings the zones nearer, so they end. Null when there is none.
 */
export function balanceDriftOf(places: readonly Place[], context: ZoneContext): Drift | null {
  const sizes = openZones(context).map((zone) => ({ zone, workers: workersIn(places, zone) }));
  const most = Math.max(...sizes.map(({ workers }) => workers));
  const to = sizes.filter(({ workers }) => workers < most - EVEN_WORKERS).map(({ zone }) => zone);
  if (to.length === 0) return null;
  const from = sizes.filter(({ workers }) => workers === most).map(({ zone }) => zone);
  const reason = `the zones are uneven: ${sizes.map(({ zone, workers }) => `${zone} ${workers}`).join(', ')}`;
  return { kind: 'zone-balance', exchanges: EITHER, from, to, reason };
}
