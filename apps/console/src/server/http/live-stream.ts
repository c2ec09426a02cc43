import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Follower } from '../history/follow.ts';
import { type Clock, type LiveMessage, messageId, newsSince } from './live.ts';

export type LiveStreamOptions = {
  readonly follower: Follower;
  readonly clock: () => Clock;
  /** How often a page hears of the server though nothing is new. */
  readonly beatMilliseconds: number;
};

/** Pages open at once: a person's, not those of a script that opens them without end. */
export const MOST_STREAMS = 32;
const open = new WeakMap<Follower, number>();

/** Server-sent events: the clock and the news, after each change and now and then. Goes on where `Last-Event-ID` ended. */
export function liveStream(context: Context, { follower, clock, beatMilliseconds }: LiveStreamOptions): Response {
  const { history } = follower;
  // The body of an answer to HEAD is dropped, and nobody would ever end it.
  if (context.req.method === 'HEAD') return context.body(null, 200, { 'content-type': 'text/event-stream' });
  const count = open.get(follower) ?? 0;
  if (count >= MOST_STREAMS)
    return context.json({ error: 'busy', message: `${MOST_STREAMS} pages are open: close some of them` }, 503);
  open.set(follower, count + 1);
  return streamSSE(context, async (stream) => {
    let lastId = context.req.header('last-event-id');
    const send = async () => {
      const message: LiveMessage = { clock: clock(), news: newsSince(history, lastId) };
      // While the store is being read, the past is no news: an id is given only from then on.
      lastId = message.clock.state.kind === 'loading' ? lastId : messageId(history);
      await stream.writeSSE({ event: 'clock', ...(lastId !== undefined && { id: lastId }), data: JSON.stringify(message) });
    };
    const gone = new AbortController();
    stream.onAbort(() => gone.abort());
    const unsubscribe = follower.subscribe(() => void send());
    try {
      await send();
      while (!stream.aborted && !stream.closed) {
        await sleep(beatMilliseconds, undefined, { signal: gone.signal, ref: false }).catch(() => undefined);
        if (!stream.aborted) await send();
      }
    } finally {
      unsubscribe();
      open.set(follower, (open.get(follower) ?? 1) - 1);
    }
  });
}
