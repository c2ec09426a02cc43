import { commandedShifts, type Policy, toTimestamp } from '@smartscale/events';
import { type FleetState, isJoined, zoneShiftOf } from '@smartscale/projections/fleet';

/** A zone as people ask for it. */
export type ZoneStatus = {
  readonly zone: string;
  /** Carrying pods. */
  readonly workers: number;
  /** Launched and not Ready yet, or on their way out. */
  readonly moving: number;
  /** Who keeps new workers away; null: nobody. */
  readonly shiftedBy: 'command' | 'failures' | null;
  readonly why: string | null;
  /** Timestamp; null: until it is restored, or not shifted. */
  readonly until: string | null;
  /** Its workers are being moved to other zones. */
  readonly drain: boolean;
};

/** The policy's zones in its order, then those in which workers still stand. `now` in epoch milliseconds. */
export function zoneStatuses(policy: Policy, fleet: FleetState, now: number): readonly ZoneStatus[] {
  const zones = new Set([...policy.placement.zones, ...Object.values(fleet.workers).map((worker) => worker.zone)]);
  return [...zones].map((zone) => {
    const here = Object.values(fleet.workers).filter((worker) => worker.zone === zone);
    const workers = here.filter(isJoined).length;
    return { zone, workers, moving: here.length - workers, ...shiftOf(zone, { policy, fleet, now: toTimestamp(now) }) };
  });
}

function shiftOf(
  zone: string,
  { policy, fleet, now }: { readonly policy: Policy; readonly fleet: FleetState; readonly now: string },
): Pick<ZoneStatus, 'shiftedBy' | 'why' | 'until' | 'drain'> {
  const commanded = commandedShifts(policy.placement, now).find((shift) => shift.zone === zone);
  if (commanded) {
    const { until, drain, reason } = commanded;
    return { shiftedBy: 'command', why: reason === '' ? null : reason, until, drain };
  }
  const failed = zoneShiftOf(fleet, zone, now);
  if (failed && failed.until > now) return { shiftedBy: 'failures', why: failed.reason, until: failed.until, drain: false };
  return { shiftedBy: null, why: null, until: null, drain: false };
}
