import type { RecordedEvent } from '@smartscale/events';
import type { Violation } from '../checkers/watch.ts';
import type { FaultKind } from './fault-kinds.ts';

/** What happened, as it is told. `at` is epoch milliseconds. */
export type StoryLine =
  | { readonly at: number; readonly kind: 'strike'; readonly fault: FaultKind; readonly what: string }
  | { readonly at: number; readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly at: number; readonly kind: 'violation'; readonly violation: Violation };
