import { lastAtOrBefore } from '../history/columns.ts';
import type { History } from '../history/history.ts';

/** Epoch milliseconds by the clock of the cluster: this machine's, or that of the last event where a simulator made it. */
export function clusterNow(
  history: History,
  { simulator, machineNow }: { readonly simulator: string; readonly machineNow: number },
): number {
  return isSimulated(history, simulator) ? (history.span?.last ?? machineNow) : machineNow;
}

export function isSimulated({ policy }: History, simulator: string): boolean {
  const [first] = policy.events;
  return first?.type === 'PolicyAdopted' && first.data.author === simulator;
}

/** The newest of what was recorded at or before a moment. */
export function latest<Entry>(entries: readonly Entry[], times: readonly number[], moment: number): Entry | undefined {
  return entries[lastAtOrBefore(times, moment)];
}

export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
