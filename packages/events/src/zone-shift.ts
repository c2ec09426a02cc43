import type { Policy } from './policy.ts';

/** A zone that gets no new workers by command. */
export type CommandedShift = {
  readonly zone: string;
  /** Timestamp; null: until it is restored. */
  readonly until: string | null;
  /** Its workers are moved to other zones, one by one. */
  readonly drain: boolean;
  readonly reason: string;
};

/** The shifts by command that hold at a moment, in the policy's order. `now` is a timestamp. */
export function commandedShifts(
  { zonesShiftedAway }: Pick<Policy['placement'], 'zonesShiftedAway'>,
  now: string,
): readonly CommandedShift[] {
  return zonesShiftedAway
    .map((entry) => (typeof entry === 'string' ? { zone: entry, until: null, drain: false, reason: '' } : entry))
    .filter(({ until }) => until === null || until > now);
}
