import type { EventData, RecordedEvent } from '@smartscale/events';
import { firstDifference } from './first-difference.ts';
import { sameJson } from './same-json.ts';

/** Differences kept in full; more are only counted. */
const SHOWN_DIFFERENCES = 100;

type Decision = EventData<'ScaleDecided' | 'ShadowDecided'>;
type Recorded = RecordedEvent<'ScaleDecided' | 'ShadowDecided'>;
type Outcome = Pick<Decision, 'action' | 'from' | 'to' | 'decidedBy' | 'reason'>;

export type Difference = {
  readonly position: number;
  readonly id: string;
  readonly at: string;
  readonly recorded: Outcome;
  /** Null when nothing would be decided on that basis now. */
  readonly again: Outcome | null;
  /** Path of the first field that differs, with both values. */
  readonly first: { readonly path: string; readonly recorded: unknown; readonly again: unknown };
};

export type ReplayReport = {
  readonly evaluations: number;
  readonly identical: number;
  readonly differentCount: number;
  readonly different: readonly Difference[];
  /** Decisions whose sample, policy or predecessor is not kept any more: they can be explained but not decided again. */
  readonly notRetained: number;
  /** Of the evaluations, those of a shadow policy. */
  readonly ofShadow: number;
};

/** What came of deciding again: data, null for nothing decided, undefined when the basis is not kept any more. */
export type Again = Decision | null | undefined;

/** Counts replayed decisions. `whatIf`: under another policy only what would have been done is compared, since evidence must differ. */
export function openReport(whatIf: boolean) {
  const different: Difference[] = [];
  const counts = { evaluations: 0, identical: 0, differentCount: 0, notRetained: 0, ofShadow: 0 };

  function note(recorded: Recorded, again: Again): void {
    counts.evaluations += 1;
    if (recorded.type === 'ShadowDecided') counts.ofShadow += 1;
    if (again === undefined) counts.notRetained += 1;
    else if (again !== null && isSame(recorded.data, again)) counts.identical += 1;
    else {
      counts.differentCount += 1;
      if (different.length < SHOWN_DIFFERENCES) different.push(differenceOf(recorded, again));
    }
  }

  function isSame(recorded: Decision, again: Decision): boolean {
    if (whatIf) return recorded.action === again.action && recorded.to === again.to;
    return sameJson(recorded, again);
  }

  function differenceOf({ id, position, recordedAt, data }: Recorded, again: Decision | null): Difference {
    const outcome = again && outcomeOf(again);
    const [before, after] = whatIf ? [outcomeOf(data), outcome] : [data, again];
    const first = firstDifference(before, after) ?? { path: 'the order of the fields', recorded: null, again: null };
    return { position, id, at: recordedAt, recorded: outcomeOf(data), again: outcome, first };
  }

  return { note, report: (): ReplayReport => ({ ...counts, different }) };
}

function outcomeOf({ action, from, to, decidedBy, reason }: Decision): Outcome {
  return { action, from, to, decidedBy, reason };
}
