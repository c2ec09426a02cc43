import {
  type Foreseen,
  foreseenIn,
  type KnownDemand,
  modelOf,
  nothingLearnt,
  redecide,
  redecideInShadow,
  takeIn,
} from '@smartscale/decision-engine/core';
import type { RecordedEvent } from '@smartscale/events';
import type { Invariant, Scene } from '../invariant.ts';

type Decided = RecordedEvent<'ScaleDecided'>;
type ShadowDecided = RecordedEvent<'ShadowDecided'>;

/** Each decision is taken again from what its basis names, as soon as it is recorded. */
export const everyDecisionDecidesTheSame: Invariant = {
  name: 'every-decision-decides-the-same',
  promise: 'Every decision, taken again from the basis that it recorded, is the same, that of a shadow policy too.',
  watch(scene) {
    const past = openPast(scene);
    return {
      appended(events) {
        for (const event of events) {
          if (event.type === 'ScaleDecided' || event.type === 'ShadowDecided') {
            const difference = differenceOf(event, past.decideAgain(event));
            if (difference) scene.report(`decision ${event.position}: ${difference}`);
          }
          past.pass(event);
        }
      },
    };
  },
};

/** What decisions rest on beside the scene: those before them, forecasts, and what was learnt of demand. */
function openPast(scene: Scene) {
  const demand = followDemand();
  let forecast: Foreseen | null = null;
  /** The newest decision and the one before it: the shadow decides beside the newest. */
  let [newest, before]: [Decided | null, Decided | null] = [null, null];
  let previousShadow: ShadowDecided | null = null;

  return {
    pass(event: RecordedEvent): void {
      demand.pass(event);
      if (event.type === 'ForecastMade') forecast = foreseenIn(event);
      if (event.type === 'ScaleDecided') [newest, before] = [event, newest];
      if (event.type === 'ShadowDecided') previousShadow = event;
    },
    /** Undefined when its basis is not there. */
    decideAgain(event: Decided | ShadowDecided): object | null | undefined {
      const { basis } = event.data;
      const found = basisOf(event, scene);
      const known = basis.demand && demand.at(basis.demand, basis.samplePosition);
      if (!found || known === undefined) return undefined;
      const { policy, ...rest } = found;
      const facts = { ...rest, forecast: basis.forecast && forecast, demand: known };
      if (event.type === 'ScaleDecided') return redecide(event, { ...facts, previous: newest, adopted: policy });
      const shadow = policy && { ...policy, name: event.data.policyName };
      return shadow && redecideInShadow(event, { ...facts, previous: before, previousShadow, shadow });
    },
  };
}

function basisOf({ data }: Decided | ShadowDecided, scene: Scene) {
  const { samplePosition, fleetPosition, policyVersion } = data.basis;
  const sample = scene.sampleAt(samplePosition);
  const fleet = scene.fleetAt(fleetPosition);
  const policy = policyVersion === 0 ? null : scene.policyOf(policyVersion);
  return sample && fleet && policy !== undefined ? { sample, fleet, policy } : undefined;
}

function differenceOf(event: Decided | ShadowDecided, again: object | null | undefined): string | null {
  if (again === undefined) return 'its basis is not there';
  if (JSON.stringify(again) === JSON.stringify(event.data)) return null;
  const { action, to } = (again ?? {}) as Partial<Decided['data']>;
  return `was ${event.data.action} to ${event.data.to}, is ${action ?? 'none'} to ${to}`;
}

/** Makes the demand models of decisions anew, from the samples and from what was written down as learnt. */
function followDemand() {
  const samples: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>[] = [];
  const learned = new Map<string, RecordedEvent<'DemandLearned'>['data']>();
  let running: { readonly known: KnownDemand; position: number } | undefined;

  function begin(basis: KnownDemand['basis']) {
    const written = basis.learnedId === null ? undefined : learned.get(basis.learnedId);
    const model = written ? modelOf(written) : nothingLearnt();
    return model && { known: { basis, model }, position: basis.from - 1 };
  }

  return {
    pass(event: RecordedEvent): void {
      if (event.type === 'MetricsSampled' || event.type === 'MetricsMissed') samples.push(event);
      if (event.type === 'DemandLearned') learned.set(event.id, event.data);
    },
    at(basis: KnownDemand['basis'], samplePosition: number): KnownDemand | undefined {
      const isSame = running?.known.basis.learnedId === basis.learnedId && running.known.basis.from === basis.from;
      running = (isSame ? running : begin(basis)) ?? undefined;
      if (!running) return undefined;
      for (const sample of samples.slice(running.position, samplePosition)) takeIn(running.known.model, sample);
      running.position = samplePosition;
      return running.known;
    },
  };
}
