import { toTimestamp } from '@smartscale/events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { miniStackPeer, startMiniStack } from '../../../../test/peers/ministack/index.ts';
import { motoPeer, startMoto } from '../../../../test/peers/moto/index.ts';
import { describeWithPeer, type Peer } from '../../../../test/peers/peer.ts';
import type { ArchivedEvent, EventArchive } from './event-archive.ts';
import { entryOf, joinedWorkers, openAccount, START } from './testing/archived-account.ts';

type Started = { readonly endpoint: string; readonly region: string; stop(): Promise<void> };

// Each answers in its own way: moto gives a replayed delivery another id, MiniStack keeps it and writes its own time. Both go by the time of
// publishing.
const peers: readonly (readonly [Peer, () => Promise<Started>])[] = [
  [motoPeer, startMoto],
  [miniStackPeer, () => startMiniStack({ scheduleSpeed: 1 })],
];

for (const [peer, start] of peers) {
  describeWithPeer(peer, `the archive in EventBridge, played by ${peer.name}`, () => {
    let account: Awaited<ReturnType<typeof openAccount>>;
    let started: Started;
    beforeAll(async () => {
      started = await start();
      account = await openAccount(started);
    });
    afterAll(async () => {
      account?.close();
      await started?.stop();
    });

    it('is missed, by a sentence that says what to deploy', async () => {
      expect(await account.archive().list()).toEqual([]);
      await expect(replayed(account.archive())).rejects.toThrow('there is no archive in this region and account: deploy');
      await expect(account.archive('smartscale-prod').inspect()).rejects.toThrow('there is no archive smartscale-prod');
    });

    it('gives back each event once and in order, and the service sees none of it again', async () => {
      await account.addArchive('smartscale-dev');
      const events = await joinedWorkers();
      const [first, second, third] = events.map(entryOf);
      const drill = {
        ...{ Source: 'smartscale.drill', DetailType: 'EC2 Spot Instance Interruption Warning' },
        ...{ Detail: '{"instance-id":"i-2"}', Time: new Date() },
      };
      // Out of order, and one was relayed twice.
      await account.publish([third!, first!, drill, second!, first!]);
      expect(await account.seenByService()).toBe(5);

      const told: string[] = [];
      const found = await replayed(account.archive(), told);
      expect(found.map(nameOf)).toEqual([...events.map(({ id }) => id), 'EC2 Spot Instance Interruption Warning']);
      expect(found[0]).toEqual({ kind: 'event', event: events[0] });
      expect(told[0]).toMatch(/inspection-1: .*, out of smartscale-dev into smartscale-dev-inspection/);
      expect(told.at(-1)).toBe('inspection-1 is over: 5 deliveries came');
      expect(await account.seenByService()).toBe(0);
    });

    it('gives back nothing where there is nothing, and says so of the future', async () => {
      const before = { from: toTimestamp(START - 60_000), to: toTimestamp(START - 30_000) };
      expect(await replayed(account.archive(), [], before)).toEqual([]);
      const future = { from: toTimestamp(Date.now() + 60_000), to: null };
      await expect(replayed(account.archive(), [], future)).rejects.toThrow('nothing can be archived between');
    });

    it('can be looked at', async () => {
      expect(await account.archive().list()).toEqual([
        expect.objectContaining({ name: 'smartscale-dev', state: 'ENABLED', events: 5, keptDays: 30 }),
      ]);
      const details = await account.archive('smartscale-dev').inspect();
      expect(details.inspection).toMatchObject({ rule: 'smartscale-dev-inspection', waiting: 0 });
      expect(details.source).toMatch(/event-bus\/smartscale-dev$/);
      expect(details.replays.length).toBeGreaterThan(1);
      expect(details.replays.at(-1)).toMatchObject({ name: 'inspection-1', state: 'COMPLETED', reason: null });
    });

    it('must be named where there are several', async () => {
      await account.addArchive('smartscale-test');
      await expect(account.archive().inspect()).rejects.toThrow(/name one with --archive: smartscale-(dev|test), smartscale-/);
      expect((await account.archive('smartscale-test').inspect()).events).toBe(0);
    });
  });
}

async function replayed(
  archive: EventArchive,
  told: string[] = [],
  range: Parameters<EventArchive['replay']>[0] = { from: toTimestamp(START - 60_000), to: null },
): Promise<readonly ArchivedEvent[]> {
  const pages = await Array.fromAsync(archive.replay(range, (text) => told.push(text)));
  return pages.flat();
}

function nameOf(archived: ArchivedEvent): string {
  return archived.kind === 'event' ? archived.event.id : archived.delivery['detail-type'];
}
