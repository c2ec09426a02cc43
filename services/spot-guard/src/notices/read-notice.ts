import { describeIssues } from '@smartscale/events';
import type { BusEvent } from '@smartscale/lambda';
import type * as z from 'zod';
import { type Details, health, interruption, rebalance, stateChange } from './details.ts';
import { MAX_CLOCK_DIFFERENCE_SECONDS, type Notice } from './notice.ts';

export type ReadNotice =
  /** Of one instance as a rule; one of planned work may name several, or none. */
  | { readonly kind: 'notices'; readonly notices: readonly Notice[] }
  /** It says itself that it is over. */
  | { readonly kind: 'over' }
  /** Of a source or type that this service has not learnt, or of that type but about something else. */
  | { readonly kind: 'unknown' }
  /** Of a known type, but not in its shape. */
  | { readonly kind: 'malformed'; readonly problem: string };

type Source = Notice['source'];
type Known = { readonly source: Source; readonly schema: z.ZodType<Details> };

/** By detail type: who says it, and what it looks like. */
const DETAILS: Readonly<Record<string, Known>> = {
  'EC2 Spot Instance Interruption Warning': { source: 'aws.ec2', schema: interruption },
  'EC2 Instance Rebalance Recommendation': { source: 'aws.ec2', schema: rebalance },
  'EC2 Instance State-change Notification': { source: 'aws.ec2', schema: stateChange },
  'AWS Health Event': { source: 'aws.health', schema: health },
};

/**
 * The (source, detail-type) pairs that are understood, as the rules in serverless.yml have to ask for them. A drill has the detail
 * types and shapes of the real thing: AWS lets nobody else publish in its name.
 */
export const KNOWN_NOTICES: ReadonlyMap<string, Known> = new Map(
  Object.entries(DETAILS).flatMap(([detailType, { source, schema }]) =>
    [source, 'smartscale.drill' as const].map((told): [string, Known] => [
      noticeKey(told, detailType),
      { source: told, schema },
    ]),
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
  if (detail.data === 'not-ours-to-know') return { kind: 'unknown' };
  if (detail.data === 'over') return { kind: 'over' };
  // The table pairs each detail with the sources of its own kind, which the type of a union cannot say.
  return { kind: 'notices', notices: detail.data.map((said) => ({ ...said, source: known.source, noticedAt }) as Notice) };
}

export function noticeKey(source: string, detailType: string): string {
  return `${source}\n${detailType}`;
}

function malformed(problem: string): ReadNotice {
  return { kind: 'malformed', problem };
}
