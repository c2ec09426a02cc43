import { REBALANCE_SECONDS, type RecordedEvent } from '@smartscale/events';
import { type ClusterNode, readCordonMark, writeCordonMark } from '@smartscale/kubernetes';
import type { Telemetry } from '@smartscale/lambda';
import type { Dependencies } from './ports.ts';

/**
 * Keeps new pods from a worker that EC2 may take. The mark says until when, so that capacity-manager takes the cordon back if nothing
 * follows. A node that somebody else has cordoned is left as it is: it would be uncordoned with our mark.
 */
export async function cordonAtRisk(
  { kubernetes, clock }: Dependencies,
  warning: RecordedEvent<'SpotWarning'>,
  telemetry: Telemetry,
): Promise<void> {
  const { nodeName, noticedAt } = warning.data;
  const until = Date.parse(noticedAt) + REBALANCE_SECONDS * 1_000;
  if (until <= clock.now()) return telemetry.count('CordonPast');
  const node = (await kubernetes.listNodes()).find(({ name }) => name === nodeName);
  if (!node) return telemetry.count('CordonNodeGone');
  if (!mayMark(node, until)) return telemetry.count('CordonRepeated');
  await kubernetes.cordon(nodeName, writeCordonMark({ cause: 'risk', until }));
  telemetry.count('CordonDone');
}

/** Free, or marked as at risk for a shorter time. */
function mayMark({ cordoned, cordonedFor }: ClusterNode, until: number): boolean {
  if (!cordoned) return true;
  const mark = readCordonMark(cordonedFor);
  return mark?.cause === 'risk' && mark.until < until;
}
