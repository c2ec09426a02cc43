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

/** Server-sent events: the clock and the news, after each change and now and then. Goes on where `Last-Event-ID` ended. */
export function liveStream(context: Context, { follower, clock, beatMilliseconds }: LiveStreamOptions): Response {
  const { history } = follower;
  return streamSSE(context, async (stream) => {
    let lastId = context.req.header('last-event-id');
    const send = async () => {
      const message: LiveMessage = { clock: clock(), news: newsSince(history, lastId) };
      // While the store is being read, the past is no news: an id is given only from then on.
      lastId = message.clock.state.kind === 'loading' ? lastId : messageId(history);
      await stream.writeSSE({ event: 'clock', ...(lastId !== undefined && { id: lastId }), data: JSON.stringify(message) });
    };
    await send();
    const unsubscribe = follower.subscribe(() => void send());
    stream.onAbort(unsubscribe);
    while (!stream.aborted && !stream.closed) {
      await stream.sleep(beatMilliseconds);
      await send();
    }
    unsubscribe();
  });
}
