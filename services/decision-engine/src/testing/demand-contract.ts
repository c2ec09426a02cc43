import { deriveEventId, type EventStore, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { countReads } from '@smartscale/events/testing';
import { describe, expect, it } from 'vitest';
import { demandLearned } from '../demand/learned.ts';
import { loadDemand } from '../demand/load-demand.ts';
import { COMPACT_EVERY, nothingLearnt, takeIn } from '../demand/take-in.ts';
import { around, samplesOf } from './demand.ts';
import { START } from './world.ts';

const CLUSTER = 'test';
const METRICS = 'metrics-test';
/** The snapshot, the samples since, and what was learnt. */
const MOST_ITEMS = COMPACT_EVERY + 2;

type Sample = RecordedEvent<'MetricsSampled'>;

/** What the demand model of an evaluation is on a store. `open` gives a new one. */
export function describeDemandContract(name: string, open: () => Promise<EventStore> | EventStore): void {
  async function filled(samples: number) {
    const store = countReads(await open());
    const recorded: Sample[] = [];
    for (const [index, { type, data }] of samplesOf(around(4, samples), samples * 120).entries()) {
      const id = deriveEventId(START, 'contract', index);
      const event = { type, data, id, correlationId: id, causationId: id, occurredAt: toTimestamp(START) };
      recorded.push(...((await store.append(METRICS, [event], { expectedVersion: index })) as Sample[]));
    }
    return { store, recorded };
  }
  const folded = (samples: readonly Sample[], model = nothingLearnt()) => {
    for (const sample of samples) takeIn(model, sample);
    return JSON.stringify(model);
  };

  describe(`the demand model on ${name}`, () => {
    it('is that of all samples, whatever was kept, and costs the same few items', async () => {
      const { store, recorded } = await filled(100);
      for (const [index, sample] of recorded.entries()) {
        const before = store.reads.items;
        const { model, basis, keep } = await loadDemand(store, { clusterId: CLUSTER, sample, last: null });
        expect(store.reads.items - before).toBeLessThanOrEqual(MOST_ITEMS);
        expect(basis).toEqual({ learnedId: null, from: 1 });
        if (index % 11 === 0) expect(JSON.stringify(model)).toBe(folded(recorded.slice(0, index + 1)));
        await keep();
      }
    });

    it('does not use a snapshot that lies beyond the sample, and does not replace it', async () => {
      const { store, recorded } = await filled(65);
      const load = (position: number) =>
        loadDemand(store, { clusterId: CLUSTER, sample: recorded[position - 1] as Sample, last: null });
      await (await load(65)).keep();
      const early = await load(40);
      expect(JSON.stringify(early.model)).toBe(folded(recorded.slice(0, 40)));
      await early.keep();
      expect(await store.readSnapshot(METRICS, 'demand-model')).toMatchObject({ position: 60 });
    });

    it('goes on from what was learnt, and not from a snapshot that does not know of it', async () => {
      const { store, recorded } = await filled(65);
      const sample = recorded[49] as Sample;
      const first = await loadDemand(store, { clusterId: CLUSTER, sample, last: null });
      await first.keep();
      const learned = demandLearned(first, 50);
      const id = deriveEventId(START, 'learned');
      const causes = { id, correlationId: id, causationId: id, occurredAt: toTimestamp(START) };
      await store.append('scaling-test', [{ ...learned, ...causes }], { expectedVersion: 0 });

      const last = { learnedId: id, from: 51, learnedPosition: 1 };
      const next = await loadDemand(store, { clusterId: CLUSTER, sample: recorded[64] as Sample, last });
      expect(next.basis).toEqual({ learnedId: id, from: 51 });
      const { version: _, ...model } = JSON.parse(learned.data.state);
      expect(JSON.stringify(next.model)).toBe(folded(recorded.slice(50, 65), model));
    });

    it('begins from nothing when what was learnt cannot be read any more', async () => {
      const { store, recorded } = await filled(35);
      const last = { learnedId: 'gone', from: 20, learnedPosition: 7 };
      const { basis, model } = await loadDemand(store, { clusterId: CLUSTER, sample: recorded[34] as Sample, last });
      expect(basis).toEqual({ learnedId: null, from: 1 });
      expect(JSON.stringify(model)).toBe(folded(recorded));
    });

    it('is there when the snapshot cannot be kept', async () => {
      const { store, recorded } = await filled(31);
      const broken: EventStore = { ...store, writeSnapshot: () => Promise.reject(new Error('no')) };
      const loaded = await loadDemand(broken, { clusterId: CLUSTER, sample: recorded[30] as Sample, last: null });
      await expect(loaded.keep()).resolves.toBeUndefined();
    });
  });
}
