import { type EventStore, type EventTypeOf, type Loaded, loadState, type RecordedEvent, streamName } from '@smartscale/events';
import { type DemandProfile, demandFold } from '@smartscale/projections/demand';

/** More events than this since the profile was last read: the snapshot is the shorter way. */
const PAGE_EVENTS = 1_000;

/**
 * Reads the demand profile: what this process has folded already and the samples since, or, in a new one, the snapshot and the samples
 * since. Keeps a snapshot when one is due; one that cannot be kept is not an error.
 */
export function openProfile(store: EventStore, clusterId: string): () => Promise<Loaded<DemandProfile>> {
  const stream = streamName('metrics', clusterId);
  let kept: Loaded<DemandProfile> | null = null;

  async function goOn(from: Loaded<DemandProfile>): Promise<Loaded<DemandProfile> | null> {
    const events = await store.read(stream, { from: from.version + 1, limit: PAGE_EVENTS });
    if (events.length === PAGE_EVENTS) return null;
    const state = (events as readonly RecordedEvent<EventTypeOf<'metrics'>>[]).reduce(demandFold.evolve, from.state);
    return { ...from, state, version: events.at(-1)?.position ?? from.version };
  }

  async function keep(loaded: Loaded<DemandProfile>): Promise<Loaded<DemandProfile>> {
    const { state, version, snapshotPosition } = loaded;
    if (version - snapshotPosition < demandFold.snapshotEvery) return loaded;
    try {
      const { name, version: foldVersion } = demandFold;
      await store.writeSnapshot(stream, { name, foldVersion, position: version, state });
    } catch {
      return loaded;
    }
    return { state, version, snapshotPosition: version };
  }

  return async () => {
    kept = await keep((kept && (await goOn(kept))) ?? (await loadState(store, stream, demandFold)));
    return kept;
  };
}
