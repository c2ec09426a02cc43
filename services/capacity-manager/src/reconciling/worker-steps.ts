import { toTimestamp } from '@smartscale/events';
import { type ClusterNode, readCordonMark } from '@smartscale/kubernetes';
import { fleet } from '@smartscale/projections';
import type { Fact } from '../commands.ts';
import { joinedFact } from '../joined-fact.ts';
import { DRAIN_GRACE_SECONDS } from '../limits.ts';
import { secondsBetween } from '../seconds.ts';
import { terminatedFact } from '../terminated-fact.ts';
import { goneBecause } from './presence.ts';
import { CORDONED_FOR_SCALE_DOWN, type Step, type View } from './steps.ts';

type Of<Status extends fleet.Worker['status']> = Extract<fleet.Worker, { status: Status }>;

/** What a worker that the stream knows needs, as it is seen now. */
export function workerSteps(worker: fleet.Worker, view: View): readonly Step[] {
  const gone = goneBecause(worker, view);
  switch (worker.status) {
    case 'launched':
      return gone === null ? launchedSteps(worker, view) : [record(lost(worker, gone, view.now))];
    case 'joined':
      return gone === null ? joinedSteps(worker, view) : [record(lost(worker, gone, view.now))];
    case 'draining':
      return gone === null ? drainingSteps(worker, view) : [record(terminatedFact(worker, view.now))];
    case 'drained':
      return drainedSteps(worker, view);
  }
}

function launchedSteps(worker: Of<'launched'>, view: View): readonly Step[] {
  const { nodeOf, nodesTrusted, now } = view;
  const { instanceId, instanceType, zone, capacityType } = worker;
  const node = nodeOf.get(instanceId);
  const afterSeconds = secondsBetween(worker.launchedAt, now);
  const risk = riskSteps(worker, view);
  if (node?.ready) return [record(joinedFact(worker, node.name, now)), ...risk];
  if (Date.parse(worker.joinBy) >= now || !nodesTrusted) return risk;
  return [
    record({ type: 'NodeJoinTimedOut', data: { instanceId, afterSeconds } }),
    record({ type: 'OfferingFailed', data: { instanceType, zone, capacityType, code: 'JoinTimedOut' } }),
    { kind: 'terminate', worker },
  ];
}

function joinedSteps(worker: Of<'joined'>, view: View): readonly Step[] {
  const node = view.nodeOf.get(worker.instanceId);
  if (node?.cordonedFor !== CORDONED_FOR_SCALE_DOWN) return riskSteps(worker, view);
  return [...riskSteps(worker, view), uncordon(node, worker)];
}

/**
 * A worker at risk is cordoned until the risk has passed. The mark of a cordon says until when it is meant, so that one whose
 * notice went astray is found as well.
 */
function riskSteps(worker: fleet.Worker, { nodeOf, now }: View): readonly Step[] {
  const { instanceId, atRisk } = worker;
  const node = nodeOf.get(instanceId);
  const mark = readCordonMark(node?.cordonedFor ?? null);
  if (atRisk && Date.parse(atRisk.until) > now) {
    return node && !node.cordoned ? [{ kind: 'cordon', instanceId, nodeName: node.name }] : [];
  }
  const isMeaningless = mark !== null && (atRisk ? mark.cause === 'risk' : mark.until + DRAIN_GRACE_SECONDS * 1_000 < now);
  return [
    ...(atRisk ? [record({ type: 'NodeRiskPassed', data: { instanceId } })] : []),
    ...(node && isMeaningless ? [uncordon(node, worker)] : []),
  ];
}

function uncordon({ name, cordonedFor }: ClusterNode, { instanceId }: fleet.Worker): Step {
  return { kind: 'uncordon', instanceId, nodeName: name, cordonedFor: cordonedFor ?? '' };
}

/** A drain that has run out: a Spot worker's time is simply over, any other one is looked at. */
function drainingSteps(worker: Of<'draining'>, { nodeOf, now }: View): readonly Step[] {
  if (Date.parse(worker.deadline) + DRAIN_GRACE_SECONDS * 1_000 >= now) return [];
  if (worker.cause === 'interruption') return [{ kind: 'terminate', worker }];
  return [{ kind: 'end-drain', worker, nodeName: nodeOf.get(worker.instanceId)?.name ?? worker.nodeName }];
}

/** To terminate is repeated until EC2 shows it. One that was given up may have joined meanwhile: without a look at its node it is not ended. */
function drainedSteps(worker: Of<'drained'>, { instanceOf, nodeOf, nodesTrusted, now }: View): readonly Step[] {
  const state = instanceOf.get(worker.instanceId)?.state;
  if (state === 'shutting-down' || state === 'terminated') return [record(terminatedFact(worker, now))];
  if (!fleet.isGivenUp(worker)) return [{ kind: 'terminate', worker }];
  const node = nodeOf.get(worker.instanceId);
  if (node?.ready) return [record(joinedFact(worker, node.name, now))];
  return nodesTrusted ? [{ kind: 'terminate', worker }] : [];
}

function record(fact: Fact): Step {
  return { kind: 'record', fact };
}

function lost({ instanceId, launchedAt }: fleet.Worker, evidence: string, now: number): Fact {
  const aliveSeconds = secondsBetween(launchedAt, now);
  return { type: 'NodeLost', data: { instanceId, lostAt: toTimestamp(now), aliveSeconds, evidence } };
}
