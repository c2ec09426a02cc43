import { type DomainEvent, type PlannedLaunch, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import type { CarryOutDecision, FleetEventType } from './commands.ts';
import { planLaunches } from './planning/plan-up.ts';
import { chooseVictims } from './planning/victims.ts';
import { type Refusal, refusalOf, workersNow } from './refusals.ts';

type Events = readonly DomainEvent<FleetEventType>[];

/** Plans a scale-up or -down, or refuses it. Nothing for a decision that was taken up, refused or overtaken before. */
export function carryOutDecision(command: CarryOutDecision, state: fleet.FleetState): Events {
  const { decision } = command;
  if (decision.data.action === 'hold' || decision.position <= state.decisionPosition) return [];
  const refusal = refusalOf(command, state);
  if (refusal) return [refused(command, refusal)];
  return decision.data.action === 'up' ? planUp(command, state) : planDown(command, state);
}

function planUp(command: CarryOutDecision, state: fleet.FleetState): Events {
  const { decision, policy, now } = command;
  // Workers at risk count no more once they have a stand-in, but they stand.
  const room = policy.workers.max - fleet.countStanding(state);
  const count = Math.min(decision.data.to - workersNow(state), room);
  const launches = planLaunches(decision.id, count, { state, policy, now });
  if (launches.length === 0) {
    return [refused(command, { code: 'no-offering', message: 'No offering of the policy has capacity for now.' })];
  }
  return [planned(command, state, { cause: 'scale-up', launches, victims: [] })];
}

function planDown(command: CarryOutDecision, state: fleet.FleetState): Events {
  const { decision, policy, now, candidates, drainSeconds } = command;
  const objection = fleet.disruptionObjection(state, policy, now);
  if (objection !== null) return [refused(command, { code: 'no-victim', message: `No worker may go: ${objection}.` })];
  const count = Math.min(workersNow(state) - decision.data.to, policy.disruption.maxWorkers - fleet.disruptedWorkers(state));
  const victims = chooseVictims(candidates, count, { state, policy, now });
  if (victims.length === 0) {
    const message = `None of ${candidates.length} Ready workers may go: On-Demand base or do-not-disrupt pods.`;
    return [refused(command, { code: 'no-victim', message })];
  }
  const drain = { startedAt: toTimestamp(now), deadline: toTimestamp(now + drainSeconds * 1_000) };
  return [
    planned(command, state, { cause: 'scale-down', launches: [], victims }),
    ...victims.map((instanceId) => ({
      type: 'NodeDrainStarted' as const,
      data: { instanceId, cause: 'scale-down' as const, ...drain },
    })),
  ];
}

function planned(
  { decision }: CarryOutDecision,
  state: fleet.FleetState,
  plan: {
    readonly cause: 'scale-up' | 'scale-down';
    readonly launches: readonly PlannedLaunch[];
    readonly victims: readonly string[];
  },
): DomainEvent<'ScalePlanned'> {
  return {
    type: 'ScalePlanned',
    data: {
      operationId: decision.id,
      decisionPosition: decision.position,
      cause: plan.cause,
      reason: decision.data.reason,
      workersBefore: workersNow(state),
      launches: [...plan.launches],
      victims: [...plan.victims],
    },
  };
}

function refused({ decision }: CarryOutDecision, refusal: Refusal): DomainEvent<'ScaleRefused'> {
  return { type: 'ScaleRefused', data: { decisionId: decision.id, decisionPosition: decision.position, ...refusal } };
}
