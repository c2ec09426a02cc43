/** Why a node is cordoned beside a scale-down: EC2 takes it, or may take it. */
export type CordonCause = 'interruption' | 'risk';

/** A cordon that is of no use after a time (epoch milliseconds): whoever finds it later may take it back. */
export type CordonMark = { readonly cause: CordonCause; readonly until: number };

/** The reason that is noted on the node. */
export function writeCordonMark({ cause, until }: CordonMark): string {
  return `${cause} until ${new Date(until).toISOString()}`;
}

/** Null for a node that is not cordoned, is cordoned by somebody else, or for another reason. */
export function readCordonMark(cordonedFor: string | null): CordonMark | null {
  const [, cause, time = ''] = /^(interruption|risk) until (\S+)$/.exec(cordonedFor ?? '') ?? [];
  const until = Date.parse(time);
  return cause === undefined || Number.isNaN(until) ? null : { cause: cause as CordonCause, until };
}
