import type { GuardEvidence } from '@smartscale/events';
import type { Proposal } from '../proposal.ts';
import type { Situation } from '../situation.ts';
import { cooldownDown, cooldownUp } from './cooldown.ts';
import { disruption } from './disruption.ts';
import { flapping } from './flapping.ts';
import type { Guard } from './guard.ts';
import { incompleteData } from './incomplete-data.ts';
import { maximum } from './maximum.ts';
import { metricsMissing } from './metrics-missing.ts';
import { operationInFlight } from './operation-in-flight.ts';
import { staleSample } from './stale-sample.ts';
import { unhealthyCluster } from './unhealthy-cluster.ts';
import { workersComing } from './workers-coming.ts';

/** In the order in which they are asked: first what is known, then what is going on, then what was done lately. */
export const GUARDS: readonly Guard[] = [
  metricsMissing,
  staleSample,
  incompleteData,
  unhealthyCluster,
  operationInFlight,
  workersComing,
  cooldownUp,
  cooldownDown,
  flapping,
  disruption,
  maximum,
];

const GUARDS_OF = {
  up: GUARDS.filter(({ judges }) => judges.includes('up')),
  down: GUARDS.filter(({ judges }) => judges.includes('down')),
  hold: GUARDS.filter(({ judges }) => judges.includes('hold')),
};

export type Judgement = {
  readonly evidence: readonly GuardEvidence[];
  /** The first that objects; null when the proposal may be carried out. */
  readonly objection: { readonly name: string; readonly because: string } | null;
  /** Whether all that object give way to a fleet below its minimum. */
  readonly minimumMayPass: boolean;
};

/** Asks every guard that has a say, also after one has objected: people want to know what else stands in the way. */
export function judge(situation: Situation, proposal: Proposal): Judgement {
  const evidence: GuardEvidence[] = [];
  let objection: Judgement['objection'] = null;
  let minimumMayPass = true;
  for (const { name, bindsMinimum, objects, concerns } of GUARDS_OF[proposal.action]) {
    if (concerns?.(situation) === false) continue;
    const because = objects(situation, proposal);
    evidence.push({ name, verdict: because === null ? 'pass' : 'block', because });
    if (because === null) continue;
    objection ??= { name, because };
    if (bindsMinimum) minimumMayPass = false;
  }
  return { evidence, objection, minimumMayPass };
}
