import type { EventData, Policy, RecordedEvent } from '@smartscale/events';

type Amounts = { readonly cores: number; readonly bytes: number };

/**
 * What others know and the console only shows: the words for an event, and the rules of the decision engine. All are pure. The
 * console itself runs no service.
 */
export type Knowledge = {
  /** One line for people. */
  readonly describeEvent: (event: RecordedEvent) => string;
  /** Operations, launches and instances that an event speaks of. */
  readonly namesIn: (event: RecordedEvent) => readonly string[];
  /** The nearest change of input that would have changed a decision; null for none. */
  readonly nearestFlip: (decision: EventData<'ScaleDecided'>) => string | null;
  /** Workers, whole and broken, that a demand asks for at the thresholds of a policy. */
  readonly workersAtThreshold: (demand: Amounts, size: Amounts, policy: Policy) => number;
  /** Who adopts the first policy of a simulated cluster, whose clock is that of its last event. */
  readonly simulator: string;
};
