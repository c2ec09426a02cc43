import { indicesWithin } from '../history/columns.ts';
import type { Follower, FollowerState } from '../history/follow.ts';
import type { History } from '../history/history.ts';
import { clusterNow, iso, isSimulated } from '../views/when.ts';

/** Where a cluster's clock stands and how far its store was read. */
export type Clock = {
  readonly cluster: string;
  readonly isSimulated: boolean;
  readonly state: FollowerState;
  readonly now: string;
  /** Of the first and the last event; null in an empty store. */
  readonly first: string | null;
  readonly last: string | null;
  readonly events: number;
};

/** What has happened since the page last heard of it, for people who listen. */
export type News = { readonly kind: 'up' | 'down' | 'interruption'; readonly text: string; readonly at: string };

export type LiveMessage = { readonly clock: Clock; readonly news: readonly News[] };

/** More than this is no news but a past. */
const MOST_NEWS = 5;

export function clockOf(follower: Follower, about: { readonly simulator: string; readonly machineNow: number }): Clock {
  const { history } = follower;
  const { span } = history;
  return {
    cluster: history.clusterId,
    isSimulated: isSimulated(history, about.simulator),
    state: follower.state(),
    now: iso(clusterNow(history, about)),
    first: span && iso(span.first),
    last: span && iso(span.last),
    events: follower.revision(),
  };
}

/** The id of a message: how far the streams that make news were read. */
export function messageId({ heads }: History): string {
  return `${heads.scaling}.${heads.spot}.${heads.metrics}.${heads.fleet}`;
}

/** What was recorded after a message, by its id. Nothing when that is not one of ours. */
export function newsSince({ decisions, spot }: History, lastId: string | undefined): readonly News[] {
  const match = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(lastId ?? '');
  if (!match) return [];
  const [scalingHead, spotHead] = [Number(match[1]), Number(match[2])];
  const changes = decisions.changes.slice(-MOST_NEWS).flatMap((index): News[] => {
    const row = decisions.rows[index];
    if (!row || row.position <= scalingHead || row.action === 'hold') return [];
    return [{ kind: row.action, text: `${row.action} from ${row.from} to ${row.to} workers: ${row.reason}`, at: iso(row.at) }];
  });
  const { start, end } = indicesWithin(
    spot.events.map(({ position }) => position),
    spotHead + 1,
    Number.MAX_SAFE_INTEGER,
  );
  const warnings = spot.events
    .slice(Math.max(start, end - MOST_NEWS), end)
    .flatMap((event): News[] =>
      event.type === 'SpotWarning' && event.data.kind === 'interruption'
        ? [{ kind: 'interruption', text: `EC2 takes back ${event.data.instanceId}`, at: event.recordedAt }]
        : [],
    );
  return [...changes, ...warnings];
}
