import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { catalogue, definitionOf } from '../../catalogue/index.ts';
import { defineEvent, type EventDefinition } from '../../define-event.ts';
import type { NewEvent } from '../../envelope.ts';
import { UnreadableEventError } from '../../errors.ts';
import type { Definitions } from '../../read-event.ts';
import { toTimestamp } from '../../timestamp.ts';
import { notice, notices, START } from './notices.ts';
import { type MakeStore, type OpenedStore, openFor } from './store-under-test.ts';

const STREAM = 'notices-demo';

const TODAY = catalogue.NoticeSent.schemaVersion;
const LATER = TODAY + 1;

/** Today's NoticeSent, one version later: its channel has become a list. */
const laterNoticeSent = defineEvent({
  type: 'NoticeSent',
  schemaVersion: LATER,
  category: 'notices',
  description: 'People were told of an event, in one or more channels.',
  data: () => z.looseObject({ causeId: z.string(), causeType: z.string(), channels: z.array(z.string()), text: z.string() }),
  upcasters: [
    ...catalogue.NoticeSent.upcasters,
    {
      fromVersion: TODAY,
      upcast: (data) => {
        const { channel, ...others } = catalogue.NoticeSent.data.parse(data);
        return { ...others, channels: [channel] };
      },
    },
  ],
});

const teaBrewed = defineEvent({
  type: 'TeaBrewed',
  schemaVersion: 1,
  category: 'notices',
  description: 'An event of another program.',
  data: () => z.strictObject({ cups: z.number() }),
});

const laterEvents: Readonly<Record<string, EventDefinition>> = { NoticeSent: laterNoticeSent, TeaBrewed: teaBrewed };
const laterCatalogue: Definitions = (type) => laterEvents[type] ?? definitionOf(type);

const brewed = { ...notice(2), type: 'TeaBrewed', data: { cups: 2 } } as unknown as NewEvent;
const later = { ...notice(2), data: { causeId: 'x', causeType: 'y', channels: ['#ops'], text: 'z' } } as unknown as NewEvent;

/** What happens with stored events that this program did not write as they are. */
export function describeUnreadable(makeStore: MakeStore): void {
  describe('a stored event', () => {
    it('of an old schema version is lifted, in every way of reading', async () => {
      const opened = await openFor(makeStore);
      await opened.store.append(STREAM, [notice(1)], { expectedVersion: 0 });
      const upgraded = await reopened(opened, laterCatalogue);
      const { channel, ...others } = notice(1).data;
      const lifted = { schemaVersion: LATER, data: { ...others, channels: [channel] } };
      expect(await upgraded.read(STREAM)).toMatchObject([lifted]);
      const range = { from: toTimestamp(START), to: toTimestamp(START + 1) };
      await expect.poll(async () => (await upgraded.readRange('demo', range)).events).toMatchObject([lifted]);
    });

    it.each<[string, NewEvent, RegExp]>([
      ['of an unknown type', brewed, /event 2 of stream notices-demo cannot be read.*TeaBrewed/],
      ['of a newer schema version', later, /event 2 of stream notices-demo cannot be read.*version 3.*upgrade SmartScale/],
    ])('%s is named', async (_, event, message) => {
      const opened = await openFor(makeStore, laterCatalogue);
      const first = { ...later, id: notice(1).id };
      await opened.store.append(STREAM, [first, event, { ...later, id: notice(3).id }], { expectedVersion: 0 });
      const ours: Definitions = (type) => (event === brewed && type === 'NoticeSent' ? laterNoticeSent : definitionOf(type));
      const old = await reopened(opened, ours);
      await expect(old.read(STREAM, { from: 2 })).rejects.toThrow(UnreadableEventError);
      await expect(old.read(STREAM, { from: 2 })).rejects.toThrow(message);
    });

    it('damaged by hand is named, and hides no other', async () => {
      const { store, damage } = await openFor(makeStore);
      await store.append(STREAM, notices(1, 3), { expectedVersion: 0 });
      await damage?.(STREAM, 2);
      const reading = store.read(STREAM);
      await expect(reading).rejects.toThrow(UnreadableEventError);
      await expect(reading).rejects.toMatchObject({ stream: STREAM, position: 2 });
      expect(await store.read(STREAM, { limit: 1 })).toHaveLength(1);
      expect(await store.read(STREAM, { from: 3 })).toHaveLength(1);
    });
  });
}

async function reopened({ reopen }: OpenedStore, definitions: Definitions) {
  if (!reopen) throw new Error('a persistent store must offer `reopen` to the contract suite');
  return reopen(definitions);
}
