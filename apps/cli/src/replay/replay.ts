import { type ScalingState, scalingDecider, scalingFold } from '@smartscale/decision-engine/core';
import {
  type EventStore,
  type EventTypeOf,
  MAX_READ_LIMIT,
  type Policy,
  type RecordedEvent,
  streamName,
} from '@smartscale/events';
import { type Basis, openBasis } from './basis.ts';
import { firstDifference } from './first-difference.ts';

/** Differences kept in full; more are only counted. */
const SHOWN_DIFFERENCES = 100;

type Decision = RecordedEvent<'ScaleDecided'>;
type Outcome = Pick<Decision['data'], 'action' | 'from' | 'to' | 'decidedBy' | 'reason'>;

export type Difference = {
  readonly position: number;
  readonly id: string;
  readonly at: string;
  readonly recorded: Outcome;
  readonly again: Outcome;
  /** Path of the first field that differs, with both values. */
  readonly first: { readonly path: string; readonly recorded: unknown; readonly again: unknown };
};

export type ReplayReport = {
  readonly evaluations: number;
  readonly identical: number;
  readonly differentCount: number;
  readonly different: readonly Difference[];
  /** Decisions whose sample or predecessor has expired: they can be explained but not decided again. */
  readonly notRetained: number;
};

export type ReplayOptions = {
  /** Bounds on the time of recording: from inclusive, to exclusive. */
  readonly from: string | null;
  readonly to: string | null;
  /** Decide under this policy instead of the one that was in force. It carries on its own memory; the fleet stays as recorded. */
  readonly policy: Policy | null;
  readonly progress?: (evaluations: number) => void;
};

/**
 * Decides every recorded evaluation again from its recorded basis and compares: all of the data, bit for bit; or, under another
 * policy, what would have been done. Reads each stream once, in order: basis positions never run backwards.
 */
export async function replay(store: EventStore, clusterId: string, options: ReplayOptions): Promise<ReplayReport> {
  const readBasis = openBasis(store, clusterId);
  const stream = streamName('scaling', clusterId);
  const tally = openTally(options);
  let state: ScalingState | null = scalingFold.initialState();
  let previous = 0;

  for (let page = await store.read(stream, { limit: MAX_READ_LIMIT }); page.length > 0; ) {
    for (const event of page) {
      if (event.position !== previous + 1) state = null;
      previous = event.position;
      if (event.type !== 'ScaleDecided') continue;
      const basis = await readBasis(event);
      const again = state && basis ? decideAgain(event, state, basis, options.policy) : undefined;
      tally.note(event, again);
      state = nextState(state, event, options.policy === null ? undefined : again);
    }
    page = await store.read(stream, { from: previous + 1, limit: MAX_READ_LIMIT });
  }
  return tally.report();
}

function decideAgain(
  recorded: Decision,
  state: ScalingState,
  basis: Basis,
  policy: Policy | null,
): Decision['data'] | undefined {
  const { now, fleetPosition, policyVersion } = recorded.data.basis;
  const { sample, fleet } = basis;
  const adopted = policy === null ? basis.adopted : { policy, version: policyVersion };
  const [again] = scalingDecider.decide(
    { type: 'Evaluate', now, sample, fleet, fleetPosition, adopted, forecast: null },
    state,
  );
  return again?.type === 'ScaleDecided' ? again.data : undefined;
}

/** The memory that the next decision starts from: the recorded one, or in a what-if the one just decided. */
function nextState(state: ScalingState | null, recorded: Decision, again: Decision['data'] | undefined): ScalingState {
  const event: Decision = again ? { ...recorded, data: again } : recorded;
  return scalingFold.evolve(state ?? scalingFold.initialState(), event as RecordedEvent<EventTypeOf<'scaling'>>);
}

function openTally({ from, to, policy, progress }: ReplayOptions) {
  const different: Difference[] = [];
  let evaluations = 0;
  let identical = 0;
  let differentCount = 0;
  let notRetained = 0;

  function note(recorded: Decision, again: Decision['data'] | undefined): void {
    if ((from !== null && recorded.recordedAt < from) || (to !== null && recorded.recordedAt >= to)) return;
    evaluations += 1;
    progress?.(evaluations);
    if (!again) notRetained += 1;
    else if (isSame(recorded.data, again, policy !== null)) identical += 1;
    else {
      differentCount += 1;
      if (different.length < SHOWN_DIFFERENCES) different.push(differenceOf(recorded, again, policy !== null));
    }
  }

  return { note, report: () => ({ evaluations, identical, differentCount, different, notRetained }) };
}

/** Bit for bit; under another policy only what would have been done counts, since thresholds in the evidence must differ. */
function isSame(recorded: Decision['data'], again: Decision['data'], whatIf: boolean): boolean {
  if (whatIf) return recorded.action === again.action && recorded.to === again.to;
  return JSON.stringify(recorded) === JSON.stringify(again);
}

function differenceOf(recorded: Decision, again: Decision['data'], whatIf: boolean): Difference {
  const { id, position, recordedAt, data } = recorded;
  const [before, after] = whatIf ? [outcomeOf(data), outcomeOf(again)] : [data, again];
  const first = firstDifference(before, after) ?? { path: 'the order of the keys', recorded: null, again: null };
  return { position, id, at: recordedAt, recorded: outcomeOf(data), again: outcomeOf(again), first };
}

function outcomeOf({ action, from, to, decidedBy, reason }: Decision['data']): Outcome {
  return { action, from, to, decidedBy, reason };
}
