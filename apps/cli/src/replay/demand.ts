import { type KnownDemand, modelOf, nothingLearnt, takeIn } from '@smartscale/decision-engine/core';
import { type EventStore, type RecordedEvent, streamName } from '@smartscale/events';
import { type Cursor, openCursor } from './cursor.ts';

type Learned = RecordedEvent<'DemandLearned'>;
type Sample = RecordedEvent<'MetricsSampled' | 'MetricsMissed'>;
type DemandBasis = KnownDemand['basis'];

/** The demand models that decisions rested on, one decision after the other. */
export type DemandReader = {
  /** To be shown each one, before the decisions after it. */
  learned(event: Learned): void;
  /** The model as of a sample. Undefined when something that it was made of is not kept any more. */
  at(basis: DemandBasis, samplePosition: number): Promise<KnownDemand | undefined>;
};

type Running = KnownDemand & {
  readonly samples: Cursor;
  /** The last sample taken in, or the position before the first. */
  position: number;
  /** Whether none before it was missing. */
  isWhole: boolean;
};

export function openDemand(store: EventStore, clusterId: string): DemandReader {
  let newest: Learned | undefined;
  let running: Running | undefined;

  function begin(basis: DemandBasis): Running | undefined {
    const learned = basis.learnedId === null ? null : newest;
    if (learned !== null && learned?.id !== basis.learnedId) return undefined;
    const model = learned === null ? nothingLearnt() : modelOf(learned.data);
    if (model === null) return undefined;
    const goesOn = running?.position === basis.from - 1;
    const samples = goesOn && running ? running.samples : openCursor(store, streamName('metrics', clusterId), basis.from);
    return { basis, model, samples, position: basis.from - 1, isWhole: true };
  }

  return {
    learned(event) {
      newest = event;
    },
    async at(basis, samplePosition) {
      const isSame = running?.basis.learnedId === basis.learnedId && running.basis.from === basis.from;
      const now = isSame ? running : begin(basis);
      running = now;
      if (now === undefined) return undefined;
      await now.samples.upTo(samplePosition, (event) => {
        if (event.position !== now.position + 1) now.isWhole = false;
        now.position = event.position;
        takeIn(now.model, event as Sample);
      });
      return now.isWhole && now.position === samplePosition ? now : undefined;
    },
  };
}

/** A model made of every sample that is kept: what a policy would know that was not there. */
export function openWhatIfDemand(store: EventStore, clusterId: string) {
  const samples = openCursor(store, streamName('metrics', clusterId));
  const model = nothingLearnt();
  return async (samplePosition: number): Promise<KnownDemand> => {
    await samples.upTo(samplePosition, (event) => takeIn(model, event as Sample));
    return { basis: { learnedId: null, from: 1 }, model };
  };
}
