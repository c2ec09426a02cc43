import { closedUntil, type DemandProfile, STEP_SECONDS } from './demand-profile.ts';

const STEP_MS = STEP_SECONDS * 1_000;
const MEBIBYTE = 1_048_576;

/** Demand in steps, as forecasters read it: oldest first, null where nothing was measured, the newest step the last. */
export type DemandHistory = {
  /** Epoch milliseconds of the first step. */
  readonly startAt: number;
  readonly stepMinutes: number;
  readonly cores: readonly (number | null)[];
  readonly bytes: readonly (number | null)[];
  readonly requestsPerSecond: readonly (number | null)[];
};

/** The steps that were over at a moment. */
export function historyUntil(profile: DemandProfile, moment: number): DemandHistory {
  const until = Math.floor(moment / STEP_MS);
  const { firstStep, cores, mebibytes, requestsPerSecond } = closedUntil(profile, until);
  const length = Math.max(0, until - firstStep);
  return {
    ...{ startAt: firstStep * STEP_MS, stepMinutes: STEP_SECONDS / 60, cores: cores.slice(0, length) },
    bytes: mebibytes.slice(0, length).map((value) => value && Math.round(value * MEBIBYTE)),
    requestsPerSecond: requestsPerSecond.slice(0, length),
  };
}

/** What came in the step that began at a moment; null when it was not measured, is not over or is not kept any more. */
export function demandAt({ startAt, stepMinutes, cores, bytes }: DemandHistory, moment: number) {
  const index = (moment - startAt) / (60_000 * stepMinutes);
  const [coresThen = null, bytesThen = null] = [cores[index], bytes[index]];
  return coresThen === null || bytesThen === null ? null : { cores: coresThen, bytes: bytesThen };
}
