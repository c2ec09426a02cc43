import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedEvent } from '@smartscale/events';
import type { World } from './world.ts';

const LOOK_EVERY_MILLISECONDS = 500;
const PATIENCE_SECONDS = 60;
const SHOWN_CHARACTERS = 160;

type Type = RecordedEvent['type'];
export type EventOf<Wanted extends Type> = Extract<RecordedEvent, { type: Wanted }>;

export type Journey = {
  /** Says what has come about, and when. */
  tell(what: string): void;
  /** Looks until there is something, and tells that it came about. Fails with all events so far. */
  until<Found>(what: string, look: () => Promise<Found | undefined | false>, seconds?: number): Promise<Found>;
  /** All events of one type, oldest first. */
  all<Wanted extends Type>(type: Wanted): Promise<readonly EventOf<Wanted>[]>;
  /** Waits until Slack was told something with this text in it. */
  heard(text: string): Promise<unknown>;
};

/** What a test does that only watches. */
export function watch(world: World): Journey {
  const began = performance.now();
  const tell = (what: string) => {
    process.stderr.write(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${what}\n`);
  };
  async function until<Found>(what: string, look: () => Promise<Found | undefined | false>, seconds = PATIENCE_SECONDS) {
    const patienceEnds = Date.now() + seconds * 1_000;
    for (;;) {
      const found = await look();
      if (found !== undefined && found !== false) {
        tell(what);
        return found;
      }
      if (Date.now() > patienceEnds) throw new Error(`it did not come about that ${what}. ${await happened(world)}`);
      await sleep(LOOK_EVERY_MILLISECONDS);
    }
  }
  return {
    ...{ tell, until },
    async all<Wanted extends Type>(type: Wanted) {
      return (await world.events()).filter((event): event is EventOf<Wanted> => event.type === type);
    },
    heard: (text) => until(`Slack hears: ${text}`, async () => world.told.find((each) => each.includes(text))),
  };
}

async function happened(world: World): Promise<string> {
  const events = await world.events();
  const lines = events.map(({ recordedAt, type, data }) => `${recordedAt.slice(11, 19)} ${type} ${JSON.stringify(data)}`);
  const warnings = await world.account.warnings();
  const cut = (texts: readonly string[]) => texts.map((text) => text.slice(0, SHOWN_CHARACTERS)).join('\n');
  return `Events:\n${cut(lines)}\nWarnings of functions:\n${warnings.join('\n')}\nSlack was told:\n${world.told.join('\n')}`;
}
