import type { DomainEvent } from '@smartscale/events';
import { compact, type DemandModel } from '@smartscale/forecasting';
import type { KnownDemand } from '../command.ts';
import { HORIZONS } from './take-in.ts';

/** Raise it when the meaning of what is learnt changes: models that were written down before are then not gone on from. */
const VERSION = 1;

/** What is known now, to be gone on from. Rounded: from now on this is the truth. */
export function demandLearned({ model }: KnownDemand, checkpoint: number): DomainEvent<'DemandLearned'> {
  const kept = structuredClone(model);
  compact(kept);
  return { type: 'DemandLearned', data: { checkpoint, state: JSON.stringify({ version: VERSION, ...kept }) } };
}

/** The model as it was written down. Null when a newer or older program wrote it in a way that this one does not know. */
export function modelOf({ state }: { readonly state: string }): DemandModel | null {
  const { version, ...model } = JSON.parse(state) as { readonly version?: unknown } & DemandModel;
  const isKnown = version === VERSION && JSON.stringify(model.horizons) === JSON.stringify(HORIZONS);
  return isKnown ? model : null;
}
