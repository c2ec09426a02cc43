import type { AdoptedPolicy, DomainEvent, EventData, ScalingMemory, ShadowPolicy } from '@smartscale/events';
import { countFleet } from '@smartscale/projections/fleet';
import type { Evaluate } from './command.ts';
import { demandLearned } from './demand/learned.ts';
import { isLearnDue } from './demand/lineage.ts';
import type { ScalingState } from './evolve.ts';
import { type Judgement, judge } from './guards/index.ts';
import { type Proposal, propose, restoreMinimum } from './proposal.ts';
import { reasonForChange, reasonForHold } from './reason.ts';
import { recall, remember } from './remember.ts';
import { type Reading, sense } from './signals/index.ts';
import { type Situation, situationOf } from './situation.ts';
import { accountWithLaunches, accountWithSample } from './sizing/account.ts';

export type Decision = EventData<'ScaleDecided'>;

/** What an evaluation may come to. */
export type Decided = DomainEvent<'ScaleDecided' | 'ShadowDecided' | 'DemandLearned'>;

/**
 * One decision for each sample, holds included, first; nothing for a sample that was evaluated before or overtaken by a newer one.
 * Then that of the shadow policy, where there is one, and from time to time what was learnt of demand.
 */
export function evaluate(command: Evaluate, state: ScalingState): readonly Decided[] {
  if (command.sample.position <= state.memory.samplePosition) return [];
  const { shadow, demand, sample } = command;
  const decided: Decided[] = [{ type: 'ScaleDecided', data: decideInForce(command, state) }];
  if (shadow) decided.push({ type: 'ShadowDecided', data: decideInShadow(command, state, shadow) });
  if (demand && isLearnDue(sample.position, demand.basis)) decided.push(demandLearned(demand, sample.position));
  return decided;
}

/** What the policy in force does. */
export function decideInForce(command: Evaluate, { memory }: ScalingState): Decision {
  const { adopted } = command;
  return adopted === null ? holdWithoutPolicy(command, memory) : decide(command, memory, { adopted });
}

/**
 * What the shadow policy would do. The fleet and its changes are the real ones; how long a threshold has been passed, and what was
 * launched, is its own. What it wants again because nobody did it counts as one launch.
 */
export function decideInShadow(
  command: Evaluate,
  { memory, shadow }: ScalingState,
  adopted: ShadowPolicy,
): EventData<'ShadowDecided'> {
  const own = shadow?.policyVersion === adopted.version ? shadow : null;
  const { streaks, account } = own?.memory ?? { streaks: {}, account: null };
  const decision = decide(command, { ...memory, streaks, account }, { adopted, wantedBefore: own?.to ?? 0 });
  return { policyName: adopted.name, ...decision };
}

function decide(
  command: Evaluate,
  memory: ScalingMemory,
  { adopted, wantedBefore = 0 }: { readonly adopted: AdoptedPolicy; readonly wantedBefore?: number },
): Decision {
  const situation = situationOf(command, recall({ memory }, command), adopted.policy);
  const readings = sense(situation);
  const proposal = propose(readings, situation);
  const judgement = judge(situation, proposal);
  const settled = settle(situation, { readings, proposal, judgement });
  const { action, from, to, decidedBy, reason } = settled;
  const signals = readings.map(({ evidence }) => evidence);
  const account = accountWithLaunches(accountWithSample(situation), { alive: Math.max(from, wantedBefore), to });
  const remembered = remember(situation, { readings, account }, command);
  const basis = basisOf(command, adopted);
  return { action, from, to, decidedBy, reason, basis, signals, guards: [...judgement.evidence], memory: remembered };
}

type Settled = Pick<Decision, 'action' | 'from' | 'to' | 'decidedBy' | 'reason'>;
type Deliberation = { readonly readings: readonly Reading[]; readonly proposal: Proposal; readonly judgement: Judgement };

function settle(situation: Situation, { readings, proposal, judgement }: Deliberation): Settled {
  const { objection, minimumMayPass } = judgement;
  if (objection === null) return carryOut(proposal, situation);
  const restored = minimumMayPass ? restoreMinimum(readings, situation) : null;
  if (restored) return carryOut(restored, situation);
  const from = situation.joined + situation.coming;
  return { action: 'hold', from, to: from, decidedBy: objection.name, reason: reasonForHold(from, proposal, objection) };
}

function carryOut(proposal: Proposal, { joined, coming, policy }: Situation): Settled {
  const from = joined + coming;
  const { action, by } = proposal;
  if (action === 'hold') return { action, from, to: from, decidedBy: by.name, reason: reasonForHold(from, proposal, null) };
  const to = Math.min(proposal.to, Math.max(from, policy.workers.max));
  return { action, from, to, decidedBy: by.name, reason: reasonForChange({ from, to }, proposal) };
}

function holdWithoutPolicy(command: Evaluate, memory: ScalingMemory): Decision {
  const { joined, coming } = countFleet(command.fleet);
  const from = joined + coming;
  const guard = { name: 'no-policy', verdict: 'block', because: 'no policy was ever adopted' } as const;
  return {
    ...{ action: 'hold', from, to: from, decidedBy: guard.name, reason: `${guard.because}: run smartscale policy apply` },
    ...{ basis: basisOf(command, null), signals: [], guards: [guard] },
    memory: { ...recall({ memory }, command), samplePosition: command.sample.position },
  };
}

function basisOf({ now, sample, fleetPosition, forecast, demand }: Evaluate, adopted: AdoptedPolicy | null): Decision['basis'] {
  const isPriced = adopted?.policy.sizing.by === 'price';
  return {
    ...{
      now,
      intervalSeconds: sample.data.intervalSeconds,
      sampleId: sample.id,
      samplePosition: sample.position,
      fleetPosition,
      policyVersion: adopted?.version ?? 0,
    },
    forecast: forecast && { forecastId: forecast.forecastId, checkpoint: forecast.checkpoint },
    demand: isPriced && demand ? { learnedId: demand.basis.learnedId, from: demand.basis.from } : null,
  };
}
