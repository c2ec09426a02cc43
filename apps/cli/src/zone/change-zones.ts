import { commandedShifts, type Policy, policySchema, toTimestamp } from '@smartscale/events';
import { UsageError } from '../exit.ts';
import { describePolicyIssues } from '../policy-issues.ts';

export type Shift = {
  readonly zone: string;
  /** Seconds from now; null: until it is restored. */
  readonly forSeconds: number | null;
  readonly drain: boolean;
  readonly reason: string;
};

/** The policy in which a zone gets no new workers from now on. What was said of it before is replaced; shifts that have ended are left out. */
export function withZoneShifted(policy: Policy, { zone, forSeconds, drain, reason }: Shift, now: number): Policy {
  const until = forSeconds === null ? null : toTimestamp(now + forSeconds * 1_000);
  return withShifts(policy, [...othersThan(zone, policy, now), { zone, until, drain, reason }]);
}

/** The policy in which nobody keeps new workers away from a zone. */
export function withZoneRestored(policy: Policy, zone: string, now: number): Policy {
  return withShifts(policy, othersThan(zone, policy, now));
}

type Shifts = Policy['placement']['zonesShiftedAway'];

function othersThan(zone: string, { placement }: Policy, now: number): Shifts {
  if (!placement.zones.includes(zone)) {
    throw new UsageError(`"${zone}" is none of the policy's zones: ${placement.zones.join(', ')}`);
  }
  const holding = commandedShifts(placement, toTimestamp(now)).map((shift) => shift.zone);
  return placement.zonesShiftedAway.filter((entry) => {
    const name = typeof entry === 'string' ? entry : entry.zone;
    return name !== zone && holding.includes(name);
  });
}

function withShifts(policy: Policy, zonesShiftedAway: Shifts): Policy {
  const changed = { ...policy, placement: { ...policy.placement, zonesShiftedAway } };
  const { data, error } = policySchema.safeParse(changed);
  if (error) throw new UsageError(describePolicyIssues(error.issues));
  return data;
}
