import { redecide, redecideInShadow } from '@smartscale/decision-engine/core';
import { type EventStore, type Policy, type RecordedEvent, streamName } from '@smartscale/events';
import { pagesOf } from '../read-all.ts';
import { type Basis, openBasis } from './basis.ts';
import { openChain } from './chain.ts';
import { openWhatIfDemand } from './demand.ts';
import { type Again, openReport, type ReplayReport } from './report.ts';

type Decision = RecordedEvent<'ScaleDecided' | 'ShadowDecided'>;

export type ReplayOptions = {
  /** Bounds on the time of recording: from inclusive, to exclusive. */
  readonly from: string | null;
  readonly to: string | null;
  /** Decide under this policy instead of the one that was in force. It carries on its own memory; the fleet stays as recorded. */
  readonly policy: Policy | null;
  readonly progress?: (evaluations: number) => void;
};

/**
 * Decides every recorded evaluation again from its recorded basis and compares: all of the data, bit for bit, that of a shadow policy
 * likewise; or, under another policy, what would have been done. Reads each stream once, in order: basis positions never run backwards.
 */
export async function replay(store: EventStore, clusterId: string, options: ReplayOptions): Promise<ReplayReport> {
  const { policy, progress } = options;
  const basis = openBasis(store, clusterId);
  const chain = openChain();
  const whatIfDemand = policy?.sizing.by === 'price' ? openWhatIfDemand(store, clusterId) : null;
  const { note, report } = openReport(policy !== null);
  let evaluations = 0;
  /** What the newest decision, and the shadow's beside it, were taken from. */
  let before: RecordedEvent<'ScaleDecided'> | null | undefined = null;

  const compare = (recorded: Decision, again: Again): void => {
    if (!isAsked(recorded, options)) return;
    note(recorded, again);
    evaluations += 1;
    progress?.(evaluations);
  };
  const replayOne = async (recorded: RecordedEvent<'ScaleDecided'>): Promise<void> => {
    before = chain.previous();
    const known = await basis.of(recorded);
    const demand = (await whatIfDemand?.(recorded.data.basis.samplePosition)) ?? known?.demand ?? null;
    const again = decideAgain(recorded, { basis: known && { ...known, demand }, previous: before, policy });
    chain.remember(policy !== null && again ? { ...recorded, data: again } : recorded);
    compare(recorded, again);
  };
  const replayShadow = async (recorded: RecordedEvent<'ShadowDecided'>): Promise<void> => {
    const again = decideAgainInShadow(recorded, await basis.of(recorded), { previous: before, shadow: chain.previousShadow() });
    chain.rememberShadow(recorded);
    compare(recorded, again);
  };
  for await (const page of pagesOf(store, streamName('scaling', clusterId))) {
    for (const event of page) {
      chain.pass(event);
      basis.pass(event);
      if (event.type === 'ScaleDecided') await replayOne(event);
      if (event.type === 'ShadowDecided' && policy === null) await replayShadow(event);
    }
  }
  return report();
}

function isAsked({ recordedAt }: Decision, { from, to }: ReplayOptions): boolean {
  return (from ?? '') <= recordedAt && (to === null || recordedAt < to);
}

type Given = {
  readonly basis: Basis | undefined;
  readonly previous: RecordedEvent<'ScaleDecided'> | null | undefined;
  readonly policy: Policy | null;
};

function decideAgain(recorded: RecordedEvent<'ScaleDecided'>, { basis, previous, policy }: Given) {
  if (basis === undefined || previous === undefined) return undefined;
  const { policy: inForce, ...rest } = basis;
  const adopted = policy === null ? inForce : { policy, version: recorded.data.basis.policyVersion };
  return redecide(recorded, { ...rest, previous, adopted });
}

function decideAgainInShadow(
  recorded: RecordedEvent<'ShadowDecided'>,
  basis: Basis | undefined,
  before: Pick<Given, 'previous'> & { readonly shadow: RecordedEvent<'ShadowDecided'> | null | undefined },
): Again {
  const { previous, shadow: previousShadow } = before;
  if (!basis?.policy || previous === undefined || previousShadow === undefined) return undefined;
  const { policy, ...rest } = basis;
  return redecideInShadow(recorded, {
    ...rest,
    previous,
    previousShadow,
    shadow: { name: recorded.data.policyName, ...policy },
  });
}
