import { type EventStore, type Policy, streamName, toTimestamp } from '@smartscale/events';
import { clusterTime } from '../cluster-time.ts';
import { readRecord } from './record.ts';
import { type WhatIf, whatIf } from './what-if.ts';

/** What a policy would have come to on what a cluster recorded between two moments; null when that tells of no demand. */
export async function rehearseRange(
  store: EventStore,
  cluster: string,
  { from, to, policy }: { readonly from: string | null; readonly to: string | null; readonly policy: Policy },
): Promise<WhatIf | null> {
  const [first] = await store.read(streamName('metrics', cluster), { limit: 1 });
  if (first === undefined) return null;
  const begin = from === null || from < first.recordedAt ? first.recordedAt : from;
  const end = toTimestamp((await clusterTime(store, cluster)) + 1);
  const range = { from: begin, to: to === null || to > end ? end : to };
  if (range.from >= range.to) return null;
  const record = await readRecord(store, cluster, { ...range, isPriced: policy.sizing.by === 'price' });
  return record && whatIf(record, policy);
}

const WEEK_MILLISECONDS = 7 * 86_400_000;

/** The last week, or why it cannot be told, as a clause: what it is asked beside must not fail for it. */
export async function rehearseLastWeek(store: EventStore, cluster: string, policy: Policy): Promise<WhatIf | string> {
  try {
    const from = toTimestamp(Math.max(0, (await clusterTime(store, cluster)) - WEEK_MILLISECONDS));
    return (await rehearseRange(store, cluster, { from, to: null, policy })) ?? 'no demand was recorded in the last week';
  } catch (error) {
    return `the record of the last week cannot be used: ${(error as Error).message}`;
  }
}
