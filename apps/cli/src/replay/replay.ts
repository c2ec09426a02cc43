import { redecide } from '@smartscale/decision-engine/core';
import { type EventStore, type Policy, type RecordedEvent, streamName } from '@smartscale/events';
import { pagesOf } from '../read-all.ts';
import { type Basis, openBasis } from './basis.ts';
import { firstDifference } from './first-difference.ts';
import { sameJson } from './same-json.ts';

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
  const chain = openChain();
  const tally = openTally(options);
  const replayOne = async (recorded: Decision): Promise<void> => {
    const basis = await readBasis(recorded);
    const again =
      basis && chain.isWhole() ? decideAgain(recorded, { ...basis, previous: chain.previous() }, options.policy) : null;
    tally.note(recorded, again);
    chain.remember(options.policy === null || again === null ? recorded : { ...recorded, data: again });
  };
  for await (const page of pagesOf(store, streamName('scaling', clusterId))) {
    for (const event of page) {
      chain.pass(event);
      if (event.type === 'ScaleDecided') await replayOne(event);
    }
  }
  return tally.report();
}

/** The decision before the present one, as long as no event between the two has expired. */
function openChain() {
  let previous: Decision | null = null;
  let whole = true;
  let position = 0;
  return {
    pass(event: RecordedEvent) {
      if (event.position !== position + 1) whole = false;
      position = event.position;
    },
    isWhole: () => whole,
    previous: () => previous,
    remember(decision: Decision) {
      previous = decision;
      whole = true;
    },
  };
}

type BasisAndPrevious = Basis & { readonly previous: Decision | null };

function decideAgain(recorded: Decision, basis: BasisAndPrevious, policy: Policy | null): Decision['data'] | null {
  const adopted = policy === null ? basis.adopted : { policy, version: recorded.data.basis.policyVersion };
  return redecide(recorded, { ...basis, adopted, forecast: null });
}

function openTally({ from, to, policy, progress }: ReplayOptions) {
  const different: Difference[] = [];
  let evaluations = 0;
  let identical = 0;
  let differentCount = 0;
  let notRetained = 0;

  const isAsked = ({ recordedAt }: Decision) => (from ?? '') <= recordedAt && (to === null || recordedAt < to);

  function note(recorded: Decision, again: Decision['data'] | null): void {
    if (!isAsked(recorded)) return;
    evaluations += 1;
    progress?.(evaluations);
    if (again === null) notRetained += 1;
    else if (isSame(recorded.data, again, policy !== null)) identical += 1;
    else noteDifference(recorded, again);
  }

  function noteDifference(recorded: Decision, again: Decision['data']): void {
    differentCount += 1;
    if (different.length < SHOWN_DIFFERENCES) different.push(differenceOf(recorded, again, policy !== null));
  }

  return { note, report: () => ({ evaluations, identical, differentCount, different, notRetained }) };
}

/** Bit for bit; under another policy only what would have been done counts, since thresholds in the evidence must differ. */
function isSame(recorded: Decision['data'], again: Decision['data'], whatIf: boolean): boolean {
  if (whatIf) return recorded.action === again.action && recorded.to === again.to;
  return sameJson(recorded, again);
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
