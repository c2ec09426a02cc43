import type { DepartedWorker } from './fleet-state.ts';

/** EC2's list lags by seconds; ten minutes is far beyond that, and twenty entries bound a storm. */
const REMEMBERED_MILLISECONDS = 600_000;
const REMEMBERED_WORKERS = 20;

/** Adds one that has just left and forgets the oldest. */
export function withDeparted(departed: readonly DepartedWorker[], gone: DepartedWorker): readonly DepartedWorker[] {
  const since = Date.parse(gone.at) - REMEMBERED_MILLISECONDS;
  const recent = departed.filter(({ instanceId, at }) => instanceId !== gone.instanceId && Date.parse(at) >= since);
  return [...recent, gone].slice(-REMEMBERED_WORKERS);
}
