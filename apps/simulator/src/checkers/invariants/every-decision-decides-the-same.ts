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
    const demand = followDemand();
    let forecast: Foreseen | null = null;
    /** The newest decision and the one before it: the shadow decides beside the newest. */
    let previous: readonly [newest: Decided | null, before: Decided | null] = [null, null];
    let previousShadow: ShadowDecided | null = null;

    const again = (event: Decided | ShadowDecided): object | null | undefined => {
      const basis = basisOf(event, scene);
      const known = event.data.basis.demand && demand.at(event.data.basis.demand, event.data.basis.samplePosition);
      if (!basis || known === undefined) return undefined;
      const { sample, fleet, policyVersion } = basis;
      const facts = { sample, fleet, forecast: event.data.basis.forecast && forecast, demand: known };
      if (event.type === 'ScaleDecided') {
        return redecide(event, { ...facts, previous: previous[0], adopted: scene.policyOf(policyVersion) ?? null });
      }
      const policy = scene.policyOf(policyVersion);
      const shadow = policy && { ...policy, name: event.data.policyName };
      return shadow && redecideInShadow(event, { ...facts, previous: previous[1], previousShadow, shadow });
    };

    return {
      appended(events) {
        for (const event of events) {
          demand.pass(event);
          if (event.type === 'ForecastMade') forecast = foreseenIn(event);
          if (event.type !== 'ScaleDecided' && event.type !== 'ShadowDecided') continue;
          const difference = differenceOf(event, again(event));
          if (difference) scene.report(`decision ${event.position}: ${difference}`);
          if (event.type === 'ScaleDecided') previous = [event, previous[0]];
          else previousShadow = event;
        }
      },
    };
  },
};

function basisOf({ data }: Decided | ShadowDecided, scene: Scene) {
  const { samplePosition, fleetPosition, policyVersion } = data.basis;
  const sample = scene.sampleAt(samplePosition);
  const fleet = scene.fleetAt(fleetPosition);
  const isThere = sample && fleet && (policyVersion === 0 || scene.policyOf(policyVersion));
  return isThere ? { sample, fleet, policyVersion } : undefined;
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
