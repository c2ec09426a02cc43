import type { EventTypeOf, Fold, RecordedEvent } from '@smartscale/events';

export type SpotEventType = EventTypeOf<'spot'>;

/** A warning that may still be repeated, or still has to be seen through. */
export type RememberedWarning = {
  readonly warningId: string;
  readonly instanceId: string;
  readonly kind: 'interruption' | 'rebalance';
  /** Timestamp. */
  readonly noticedAt: string;
  /** Its InterruptionDrained is recorded. */
  readonly drained: boolean;
};

/** The spot stream's recent past. Newest last. */
export type SpotState = { readonly warnings: readonly RememberedWarning[] };

/** Longer than any notice is acted upon: what is forgotten can have no effect any more. */
export const MEMORY_SECONDS = 3_600;
/** As many as a fleet may have workers. */
export const MAX_REMEMBERED = 1_000;

export function initialState(): SpotState {
  return { warnings: [] };
}

export function evolve(state: SpotState, event: RecordedEvent<SpotEventType>): SpotState {
  switch (event.type) {
    case 'SpotWarning': {
      const { instanceId, kind, noticedAt } = event.data;
      const warning = { warningId: event.id, instanceId, kind, noticedAt, drained: false };
      return { warnings: [...recent(state.warnings, Date.parse(noticedAt)), warning].slice(-MAX_REMEMBERED) };
    }
    case 'InterruptionDrained': {
      const { warningId } = event.data;
      const warnings = state.warnings.map((known) => (known.warningId === warningId ? { ...known, drained: true } : known));
      return { warnings };
    }
  }
}

function recent(warnings: readonly RememberedWarning[], now: number): readonly RememberedWarning[] {
  return warnings.filter(({ noticedAt }) => now - Date.parse(noticedAt) < MEMORY_SECONDS * 1_000);
}

export const spotFold: Fold<SpotState, SpotEventType> = {
  ...{ name: 'spot-guard', version: 1, snapshotEvery: 20 },
  ...{ evolve, initialState },
};
