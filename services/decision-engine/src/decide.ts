import type { AdoptedPolicy, DomainEvent, EventData } from '@smartscale/events';
import { countFleet } from '@smartscale/projections/fleet';
import type { Evaluate } from './command.ts';
import type { ScalingState } from './evolve.ts';
import { type Judgement, judge } from './guards/index.ts';
import { type Proposal, propose, restoreMinimum } from './proposal.ts';
import { reasonForChange, reasonForHold } from './reason.ts';
import { recall, remember } from './remember.ts';
import { type Reading, sense } from './signals/index.ts';
import { type Situation, situationOf } from './situation.ts';

export type Decision = EventData<'ScaleDecided'>;

/** One decision for each sample, holds included; nothing for a sample that was evaluated before or overtaken by a newer one. */
export function evaluate(command: Evaluate, state: ScalingState): readonly DomainEvent<'ScaleDecided'>[] {
  if (command.sample.position <= state.memory.samplePosition) return [];
  const { adopted } = command;
  const data = adopted === null ? holdWithoutPolicy(command, state) : decide(command, state, adopted);
  return [{ type: 'ScaleDecided', data }];
}

function decide(command: Evaluate, state: ScalingState, { policy }: AdoptedPolicy): Decision {
  const situation = situationOf(command, recall(state, command), policy);
  const readings = sense(situation);
  const proposal = propose(readings, situation);
  const judgement = judge(situation, proposal);
  const settled = settle(situation, { readings, proposal, judgement });
  const { action, from, to, decidedBy, reason } = settled;
  const signals = readings.map(({ evidence }) => evidence);
  const memory = remember(situation, readings, command);
  return { action, from, to, decidedBy, reason, basis: basisOf(command), signals, guards: [...judgement.evidence], memory };
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

function holdWithoutPolicy(command: Evaluate, state: ScalingState): Decision {
  const { joined, coming } = countFleet(command.fleet);
  const from = joined + coming;
  const guard = { name: 'no-policy', verdict: 'block', because: 'no policy was ever adopted' } as const;
  return {
    ...{ action: 'hold', from, to: from, decidedBy: guard.name, reason: `${guard.because}: run smartscale policy apply` },
    ...{ basis: basisOf(command), signals: [], guards: [guard] },
    memory: { ...recall(state, command), samplePosition: command.sample.position },
  };
}

function basisOf({ now, sample, fleetPosition, adopted, forecast }: Evaluate): Decision['basis'] {
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
  };
}
