import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue/index.ts';
import type { NewEvent } from '../../envelope.ts';
import { ExpectedVersionError, InvalidEventError } from '../../errors.ts';
import { MAX_APPEND_EVENTS } from '../../event-store.ts';
import { toTimestamp } from '../../timestamp.ts';
import { notice, notices, START } from './notices.ts';
import { type MakeStore, openFor } from './store-under-test.ts';

const STREAM = 'notices-demo';
const WRITERS = 32;

/** What `append` promises. */
export function describeAppending(makeStore: MakeStore): void {
  describe('append', () => {
    it('numbers events from 1 and completes their envelope', async () => {
      const { store } = await openFor(makeStore);
      const [first, second] = await store.append(STREAM, notices(1, 2), { expectedVersion: 0 });
      expect(first).toEqual({
        ...notice(1),
        schemaVersion: catalogue.NoticeSent.schemaVersion,
        clusterId: 'demo',
        stream: STREAM,
        position: 1,
        recordedAt: toTimestamp(START),
      });
      expect(second?.position).toBe(2);
      const [third] = await store.append(STREAM, [notice(3)], { expectedVersion: 2 });
      expect(third?.position).toBe(3);
    });

    it('takes as many events at once as it says', async () => {
      const { store } = await openFor(makeStore);
      await store.append(STREAM, notices(1, MAX_APPEND_EVENTS), { expectedVersion: 0 });
      expect(await store.read(STREAM)).toHaveLength(MAX_APPEND_EVENTS);
    });

    it.each([
      ['a version that is past', 0],
      ['a version in the middle of what is there', 1],
      ['a version that is not reached yet', 7],
    ])('refuses %s and writes nothing of several events', async (_, expectedVersion) => {
      const { store } = await openFor(makeStore);
      await store.append(STREAM, notices(1, 2), { expectedVersion: 0 });
      await expect(store.append(STREAM, notices(11, 3), { expectedVersion })).rejects.toThrow(ExpectedVersionError);
      await expect(store.append(STREAM, [notice(11)], { expectedVersion })).rejects.toThrow(ExpectedVersionError);
      expect((await store.read(STREAM)).map(({ id }) => id)).toEqual(notices(1, 2).map(({ id }) => id));
    });

    it.each([1, 3])('lets exactly one of 32 racing writers of %i events win', async (size) => {
      const { store } = await openFor(makeStore);
      await store.append(STREAM, [notice(1)], { expectedVersion: 0 });
      const attempts = Array.from({ length: WRITERS }, (_, writer) =>
        store.append(STREAM, notices(100 * (writer + 1), size), { expectedVersion: 1 }),
      );
      const settled = await Promise.allSettled(attempts);
      const won = settled.filter((outcome) => outcome.status === 'fulfilled');
      const lost = settled.filter((outcome) => outcome.status === 'rejected');
      expect(won).toHaveLength(1);
      expect(lost.map(({ reason }) => reason.constructor)).toEqual(Array(WRITERS - 1).fill(ExpectedVersionError));
      expect((await store.read(STREAM, { from: 2 })).map(({ id }) => id)).toEqual(won[0]?.value.map(({ id }) => id));
    });

    it.each([1, 3])('answers a repeat of %i events with what it recorded the first time', async (size) => {
      const { store, clock } = await openFor(makeStore);
      const first = await store.append(STREAM, notices(1, size), { expectedVersion: 0 });
      await store.append(STREAM, [notice(9)], { expectedVersion: size });
      clock.time += 60_000;
      expect(await store.append(STREAM, notices(1, size), { expectedVersion: 0 })).toEqual(first);
      expect(await store.read(STREAM)).toHaveLength(size + 1);
    });

    it('keeps what it was offered, whatever becomes of the offered object', async () => {
      const { store } = await openFor(makeStore);
      const offered = notice(1);
      await store.append(STREAM, [offered], { expectedVersion: 0 });
      offered.data.text = 'changed my mind';
      expect(await store.read(STREAM)).toMatchObject([{ data: notice(1).data }]);
    });

    it('refuses a repeat that has more or other events than the first time', async () => {
      const { store } = await openFor(makeStore);
      await store.append(STREAM, notices(1, 2), { expectedVersion: 0 });
      await expect(store.append(STREAM, notices(1, 3), { expectedVersion: 0 })).rejects.toThrow(ExpectedVersionError);
      await expect(store.append(STREAM, [notice(1), notice(5)], { expectedVersion: 0 })).rejects.toThrow(ExpectedVersionError);
    });

    describeRefusals(makeStore);
  });
}

function describeRefusals(makeStore: MakeStore): void {
  const good = notice(2);
  const unknown = { ...good, type: 'TeaBrewed' } as unknown as NewEvent;
  const invalid = { ...good, data: { ...good.data, channel: 7 } } as unknown as NewEvent;
  const nameless = { ...good, id: 'notice-2' };
  const random = { ...good, id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718' };
  const untimely = { ...good, occurredAt: '24 November' };

  it.each<[string, string, readonly NewEvent[], RegExp]>([
    ['an unknown type', STREAM, [notice(1), unknown], /TeaBrewed/],
    ['an event in the wrong stream', 'fleet-demo', [good], /NoticeSent belongs to a notices stream/],
    ['a stream of no category', 'tea-demo', [good], /tea-demo/],
    ['data that does not fit', STREAM, [notice(1), invalid], /channel/],
    ['an id that is no UUID', STREAM, [notice(1), nameless], /notice-2/],
    ['an id without a time in it', STREAM, [random], /6a7e8feb/],
    ['a time in another form', STREAM, [untimely], /24 November/],
    ['no events', STREAM, [], /without events/],
    ['too many events', STREAM, notices(1, MAX_APPEND_EVENTS + 1), /51 events/],
  ])('refuses %s and writes nothing', async (_, stream, events, message) => {
    const { store } = await openFor(makeStore);
    const attempt = store.append(stream as typeof STREAM, events, { expectedVersion: 0 });
    await expect(attempt).rejects.toThrow(InvalidEventError);
    await expect(attempt).rejects.toThrow(message);
    expect(await store.read(STREAM)).toEqual([]);
  });

  it.each([-1, 0.5, Number.NaN])('refuses the expected version %d', async (expectedVersion) => {
    const { store } = await openFor(makeStore);
    await expect(store.append(STREAM, [good], { expectedVersion })).rejects.toThrow(InvalidEventError);
  });
}
