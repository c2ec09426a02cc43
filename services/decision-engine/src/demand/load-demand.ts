import { type EventStore, MAX_READ_LIMIT, type RecordedEvent, type StreamName, streamName } from '@smartscale/events';
import type { DemandModel } from '@smartscale/forecasting';
import type { KnownDemand } from '../command.ts';
import { modelOf } from './learned.ts';
import { isSameLineage, type Lineage, lineageOf } from './lineage.ts';
import { COMPACT_EVERY, nothingLearnt, takeIn } from './take-in.ts';

const SNAPSHOT = 'demand-model';
const SNAPSHOT_VERSION = 1;

type Sample = RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;
type Kept = { readonly basis: KnownDemand['basis']; readonly model: DemandModel };

export type LoadedDemand = KnownDemand & {
  /** Keeps what the next loads can go on from, when there is something new. One that cannot be kept costs time, never truth. */
  keep(): Promise<void>;
};

/**
 * The demand model up to and including a sample, made of what the decisions before it went on from. Items read: the snapshot and the
 * samples since, COMPACT_EVERY at most; without a usable one what was learnt last and a day of samples, or at first a week.
 */
export async function loadDemand(
  store: EventStore,
  { clusterId, sample, last }: { readonly clusterId: string; readonly sample: Sample; readonly last: Lineage | null },
): Promise<LoadedDemand> {
  const stream = streamName('metrics', clusterId);
  const wanted = lineageOf(sample.position, last);
  const begun =
    (await fromSnapshot(store, stream, { wanted, sample })) ??
    (await fromLearned(store, clusterId, wanted)) ??
    fromNothing(lineageOf(sample.position, null));
  const { basis, model } = begun;
  let kept: { readonly position: number; readonly state: Kept } | null = null;
  const enter = (event: Sample) => {
    takeIn(model, event);
    if (event.position % COMPACT_EVERY === 0)
      kept = { position: event.position, state: { basis, model: structuredClone(model) } };
  };
  for await (const event of samplesBetween(store, stream, { from: begun.next, to: sample.position - 1 })) enter(event);
  if (begun.next <= sample.position) enter(sample);
  return {
    basis,
    model,
    async keep() {
      if (kept === null) return;
      try {
        await store.writeSnapshot(stream, { name: SNAPSHOT, foldVersion: SNAPSHOT_VERSION, ...kept });
      } catch {
        // The next evaluation reads further back.
      }
    },
  };
}

/** `next`: the first sample that is not in the model yet. */
type Begun = Kept & { readonly next: number };

async function fromSnapshot(
  store: EventStore,
  stream: StreamName,
  { wanted, sample }: { readonly wanted: Lineage; readonly sample: Sample },
): Promise<Begun | null> {
  const snapshot = await store.readSnapshot(stream, SNAPSHOT);
  if (snapshot?.foldVersion !== SNAPSHOT_VERSION || snapshot.position > sample.position) return null;
  const { basis, model } = snapshot.state as Kept;
  if (!isSameLineage(basis, wanted)) return null;
  return { basis, model: structuredClone(model), next: snapshot.position + 1 };
}

async function fromLearned(store: EventStore, clusterId: string, wanted: Lineage): Promise<Begun | null> {
  const { learnedId, learnedPosition, from } = wanted;
  if (learnedId === null) return fromNothing(wanted);
  if (learnedPosition === null) return null;
  const [event] = await store.read(streamName('scaling', clusterId), { from: learnedPosition, limit: 1 });
  if (event?.type !== 'DemandLearned' || event.id !== learnedId) return null;
  const model = modelOf(event.data);
  return model && { basis: { learnedId, from }, model, next: from };
}

function fromNothing({ from }: Lineage): Begun {
  return { basis: { learnedId: null, from }, model: nothingLearnt(), next: from };
}

async function* samplesBetween(
  store: EventStore,
  stream: StreamName,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<Sample> {
  let next = from;
  while (next <= to) {
    const limit = Math.min(MAX_READ_LIMIT, to - next + 1);
    const events = await store.read(stream, { from: next, limit });
    for (const event of events) if (event.position <= to) yield event as Sample;
    if (events.length < limit) return;
    next = (events.at(-1)?.position ?? to) + 1;
  }
}
