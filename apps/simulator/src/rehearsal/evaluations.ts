import { type Evaluate, evaluate, type Foreseen, nothingLearnt, scalingFold, takeIn } from '@smartscale/decision-engine/core';
import { type AdoptedPolicy, type EventTypeOf, type RecordedEvent, toTimestamp } from '@smartscale/events';
import type { FleetState } from '@smartscale/projections/fleet';
import type { Load } from './load.ts';

type Sample = Evaluate['sample'];

/** What is known before the first evaluation. */
export type Learnt = NonNullable<Evaluate['demand']>['model'];

export type EvaluationOptions = {
  readonly intervalSeconds: number;
  /** Age of the series of each sample. */
  readonly sampleAgeSeconds: number;
  /** Whether any of the policies sizes by price: a demand model costs time. */
  readonly isPriced: boolean;
  readonly learnt?: Learnt;
};

/** What an evaluation is given. `load`: null when Prometheus gave no answer. */
export type Given = {
  readonly now: number;
  readonly load: Load | null;
  readonly fleet: FleetState;
  readonly adopted: AdoptedPolicy;
  readonly forecast: Foreseen | null;
};

/** The size that was decided, and the one it was decided on. */
export type Decided = { readonly from: number; readonly to: number };

/**
 * The decision engine's own core, evaluation after evaluation, with all that it asks for and without a store: its memory and its demand
 * model are kept here. The model is changed in place.
 */
export function evaluations({ intervalSeconds, sampleAgeSeconds, isPriced, learnt }: EvaluationOptions) {
  let state = scalingFold.initialState();
  let position = 0;
  let missed = 0;
  const model = learnt ?? nothingLearnt();
  let basis: NonNullable<Evaluate['demand']>['basis'] = { learnedId: null, from: 1 };

  function sampleOf({ now, load }: Given): Sample {
    position += 1;
    missed = load === null ? missed + 1 : 0;
    const at = toTimestamp(now);
    if (load !== null) return recordedSample(load, { position, at, intervalSeconds, ageSeconds: sampleAgeSeconds });
    const gap = { reason: 'empty', message: 'not in the record', attempts: 1, consecutive: missed } as const;
    return recorded('MetricsMissed', { sampledAt: at, intervalSeconds, ...gap }, { position, at });
  }

  function remember({ type, data }: ReturnType<typeof evaluate>[number], at: string): void {
    const event = recorded(type, data, { position, at }) as RecordedEvent<EventTypeOf<'scaling'>>;
    state = scalingFold.evolve(state, event);
    // From here on the model counts as begun: it is what was written down.
    if (type === 'DemandLearned') basis = { learnedId: event.id, from: position + 1 };
  }

  return (given: Given): Decided => {
    const sample = sampleOf(given);
    if (isPriced) takeIn(model, sample);
    const { fleet, adopted, forecast } = given;
    const command: Evaluate = {
      ...{ type: 'Evaluate', now: sample.data.sampledAt, sample, fleet, fleetPosition: position },
      ...{ adopted, forecast, demand: isPriced ? { basis, model } : null, shadow: null },
    };
    const decided = evaluate(command, state);
    for (const event of decided) remember(event, command.now);
    const [first] = decided;
    if (first?.type !== 'ScaleDecided') throw new Error(`nothing was decided at ${command.now}`);
    return { from: first.data.from, to: first.data.to };
  };
}

/** A sample as it would be in the metrics stream of a fleet that bears this load. */
export function recordedSample(
  load: Load,
  { position, at, intervalSeconds, ageSeconds }: { position: number; at: string; intervalSeconds: number; ageSeconds: number },
): RecordedEvent<'MetricsSampled'> {
  const data = { sampledAt: at, intervalSeconds, ageSeconds, missing: missingIn(load), ...load };
  return recorded('MetricsSampled', data, { position, at });
}

function missingIn(load: Load): Extract<Sample, { type: 'MetricsSampled' }>['data']['missing'] {
  return (['cpu', 'memory', 'pods', 'requests'] as const).filter((part) => load[part] === null);
}

function recorded<Type extends RecordedEvent['type']>(
  type: Type,
  data: RecordedEvent<Type>['data'],
  { position, at }: { position: number; at: string },
): RecordedEvent<Type> {
  const id = `rehearsed-${type}-${position}`;
  const envelope = { id, schemaVersion: 1, clusterId: 'rehearsal', stream: 'metrics-rehearsal', position };
  const traced = { occurredAt: at, recordedAt: at, correlationId: id, causationId: id };
  return { ...envelope, ...traced, type, data } as unknown as RecordedEvent<Type>;
}
