import { nearestFlip } from '@smartscale/decision-engine/core';
import type { EventData, EventStore, RecordedEvent } from '@smartscale/events';
import { type Consequence, consequencesOf } from './consequences.ts';

type Decision = EventData<'ScaleDecided' | 'ShadowDecided'>;

/** What `explain` answers: what the decision saw, wanted and was held by, what would have changed it, and what came of it. */
export type Explanation = {
  readonly decision: Pick<Decision, 'action' | 'from' | 'to' | 'decidedBy' | 'reason'> & {
    readonly id: string;
    readonly position: number;
    readonly at: string;
    /** Name of the shadow policy that decided so; null for the policy in force. */
    readonly shadow: string | null;
  };
  readonly basis: Decision['basis'];
  readonly signals: Decision['signals'];
  readonly guards: Decision['guards'];
  readonly nearestFlip: string | null;
  readonly consequences: readonly Consequence[];
};

export async function explain(store: EventStore, event: RecordedEvent<'ScaleDecided' | 'ShadowDecided'>): Promise<Explanation> {
  const { action, from, to, decidedBy, reason, basis, signals, guards } = event.data;
  const shadow = event.type === 'ShadowDecided' ? event.data.policyName : null;
  return {
    decision: { id: event.id, position: event.position, at: event.recordedAt, shadow, action, from, to, decidedBy, reason },
    basis,
    signals,
    guards,
    nearestFlip: nearestFlip(event.data),
    consequences: shadow === null ? await consequencesOf(store, event) : [],
  };
}
