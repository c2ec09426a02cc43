import { describeIssues } from '@smartscale/events';
import type { BusEvent } from '@smartscale/lambda';
import * as z from 'zod';
import { MAX_CLOCK_DIFFERENCE_SECONDS, type Notice } from './notice.ts';

export type ReadNotice =
  | { readonly kind: 'notice'; readonly notice: Notice }
  /** Of a source or type that this service has not learnt. */
  | { readonly kind: 'unknown' }
  /** Of a known type, but not in its shape. */
  | { readonly kind: 'malformed'; readonly problem: string };

const instanceId = z.string().regex(/^i-[0-9a-z]{1,40}$/, 'expected an instance id such as i-0123456789abcdef0');
// What EC2 may come up with besides is still an interruption.
const action = z.enum(['terminate', 'stop', 'hibernate']).nullable().catch(null);

const interruption = z.object({ 'instance-id': instanceId, 'instance-action': action.default(null) }).transform((detail) => ({
  kind: 'interruption' as const,
  instanceId: detail['instance-id'],
  action: detail['instance-action'],
}));

const rebalance = z
  .object({ 'instance-id': instanceId })
  .transform((detail) => ({ kind: 'rebalance' as const, instanceId: detail['instance-id'], action: null }));

/** A drill has the detail types and shapes of the real thing: AWS lets nobody else publish as `aws.ec2`. */
const DETAILS = {
  'EC2 Spot Instance Interruption Warning': interruption,
  'EC2 Instance Rebalance Recommendation': rebalance,
} as const;
const SOURCES = ['aws.ec2', 'smartscale.drill'] as const;

/** The (source, detail-type) pairs that are understood, as the rules in serverless.yml have to ask for them. */
export const KNOWN_NOTICES: ReadonlyMap<string, { source: Notice['source']; schema: (typeof DETAILS)[keyof typeof DETAILS] }> =
  new Map(
    SOURCES.flatMap((source) =>
      Object.entries(DETAILS).map(([detailType, schema]) => [noticeKey(source, detailType), { source, schema }] as const),
    ),
  );

/** Total: whatever arrives has an answer. `now` is epoch milliseconds. */
export function readNotice(event: BusEvent, now: number): ReadNotice {
  const known = KNOWN_NOTICES.get(noticeKey(event.source, event['detail-type']));
  if (!known) return { kind: 'unknown' };
  const noticedAt = typeof event.time === 'string' ? Date.parse(event.time) : Number.NaN;
  if (Number.isNaN(noticedAt)) return malformed(`its time is ${JSON.stringify(event.time)}`);
  if (noticedAt > now + MAX_CLOCK_DIFFERENCE_SECONDS * 1_000) return malformed(`its time, ${event.time}, is in the future`);
  const detail = known.schema.safeParse(event.detail);
  if (!detail.success) return malformed(describeIssues(detail.error));
  return { kind: 'notice', notice: { ...detail.data, source: known.source, noticedAt } };
}

export function noticeKey(source: string, detailType: string): string {
  return `${source}\n${detailType}`;
}

function malformed(problem: string): ReadNotice {
  return { kind: 'malformed', problem };
}
