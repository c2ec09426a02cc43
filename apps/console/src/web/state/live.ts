import type { Clock, LiveMessage, News } from '../../server/http/live.ts';
import { createCell } from './cell.ts';

/** `gone`: the server does not answer, and is asked again. */
export type Connection = 'opening' | 'open' | 'gone';

export const connection = createCell<Connection>('opening');
export const clock = createCell<Clock | null>(null);
/** The newest first; for people who listen to the page. */
export const news = createCell<readonly News[]>([]);

/** By this machine's clock. */
let clockHeardAt = Date.now();

/** Epoch milliseconds by the cluster's clock, which stands still where a simulator's last event is its now. */
export function clusterNow(): number {
  const known = clock.get();
  if (!known) return Date.now();
  return Date.parse(known.now) + (known.isSimulated ? 0 : Date.now() - clockHeardAt);
}

const RETRY_MILLISECONDS = 1_500;
/** The server says something every ten seconds. */
const SILENT_MILLISECONDS = 25_000;
const KEPT_NEWS = 5;

/** Listens to the server for as long as the page is open. A browser goes on by itself after a pause; after a refusal we do. */
export function listen(): void {
  const source = new EventSource('/api/live');
  let heardAt = Date.now();
  const heard = () => {
    heardAt = Date.now();
    connection.set('open');
  };
  const watchdog = setInterval(() => {
    if (Date.now() - heardAt > SILENT_MILLISECONDS) restart();
  }, 5_000);
  const restart = () => {
    clearInterval(watchdog);
    source.close();
    connection.set('gone');
    setTimeout(listen, RETRY_MILLISECONDS);
  };
  source.addEventListener('open', heard);
  source.addEventListener('clock', (event: MessageEvent<string>) => {
    heard();
    const message = JSON.parse(event.data) as LiveMessage;
    clockHeardAt = heardAt;
    if (!isSame(message.clock, clock.get())) clock.set(message.clock);
    if (message.news.length > 0) news.set([...message.news.toReversed(), ...news.get()].slice(0, KEPT_NEWS));
  });
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) restart();
    else connection.set('gone');
  });
}

/** A fleet whose time stands still, and of which nothing is new. */
function isSame(one: Clock, other: Clock | null): boolean {
  return one.isSimulated && one.events === other?.events && one.now === other.now && one.state.kind === other.state.kind;
}
