import { redecide } from '@smartscale/decision-engine/core';
import { type EventStore, type Policy, type RecordedEvent, streamName } from '@smartscale/events';
import { UsageError } from '../exit.ts';
import { pagesOf } from '../read-all.ts';
import { type Basis, openBasis } from './basis.ts';
import { type Again, openReport, type ReplayReport } from './report.ts';

type Decision = RecordedEvent<'ScaleDecided'>;

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
  const { policy, progress } = options;
  const readBasis = openBasis(store, clusterId);
  const chain = openChain();
  const { note, report } = openReport(policy !== null);
  let evaluations = 0;

  const replayOne = async (recorded: Decision): Promise<void> => {
    const again = decideAgain(recorded, { basis: await readBasis(recorded), previous: chain.previous(), policy });
    chain.remember(policy !== null && again ? { ...recorded, data: again } : recorded);
    if (!isAsked(recorded, options)) return;
    note(recorded, again);
    evaluations += 1;
    progress?.(evaluations);
  };
  for await (const page of pagesOf(store, streamName('scaling', clusterId))) {
    for (const event of page) {
      chain.pass(event);
      if (event.type === 'ScaleDecided') await replayOne(event);
    }
  }
  return report();
}

function isAsked({ recordedAt }: Decision, { from, to }: ReplayOptions): boolean {
  return (from ?? '') <= recordedAt && (to === null || recordedAt < to);
}

type Given = {
  readonly basis: Basis | undefined;
  readonly previous: Decision | null | undefined;
  readonly policy: Policy | null;
};

function decideAgain(recorded: Decision, { basis, previous, policy }: Given): Again {
  if (basis === undefined || previous === undefined) return undefined;
  const { forecast, policyVersion } = recorded.data.basis;
  if (forecast !== null)
    throw new UsageError(`decision ${recorded.position} rests on a forecast, which this version cannot replay`);
  const adopted = policy === null ? basis.adopted : { policy, version: policyVersion };
  return redecide(recorded, { ...basis, previous, adopted, forecast });
}

/** Follows the decisions, so that each is taken again from the one before it. */
function openChain() {
  let previous: Decision | null = null;
  let whole = true;
  let position = 0;
  return {
    pass(event: RecordedEvent) {
      if (event.position !== position + 1) whole = false;
      position = event.position;
    },
    /** Null before the first decision of a cluster; undefined when it, or an event since, is not kept any more. */
    previous: () => (whole ? previous : undefined),
    remember(decision: Decision) {
      previous = decision;
      whole = true;
    },
  };
}
