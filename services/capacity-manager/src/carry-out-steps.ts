import type { RecordedEvent } from '@smartscale/events';
import { drainPlan, KubernetesError, writeCordonMark } from '@smartscale/kubernetes';
import { fleet } from '@smartscale/projections';
import { allDone } from './all-done.ts';
import { CORDONED_FOR_SCALE_DOWN, type Step } from './decider.ts';
import { drainedFact, takeBack } from './drain-worker.ts';
import { joinedFact } from './joined-fact.ts';
import { launchWorker } from './launch-worker.ts';
import { launchedFact } from './launched-fact.ts';
import { launchesTooMany } from './launches-too-many.ts';
import { LAUNCH_CLAIM_SECONDS } from './limits.ts';
import { ComputeError } from './ports.ts';
import { launchPending } from './scale.ts';
import type { Session } from './session.ts';
import { terminateWorkers } from './terminate-workers.ts';

type Kind = Step['kind'];
type StepOf<K extends Kind> = Extract<Step, { kind: K }>;

/**
 * Does what a comparison asked for: first what was seen is recorded, then what follows from it is done. A part at which EC2 or
 * the cluster fails is told and counted as `StepsFailed`; the others go on, and the next sample shows what is left.
 */
export async function carryOutSteps(steps: readonly Step[], session: Session): Promise<void> {
  const of = <K extends Kind>(kind: K) => steps.filter((step): step is StepOf<K> => step.kind === kind);
  const { state, events } = await session.apply(() => ({
    kind: 'record-facts',
    facts: of('record').map(({ fact }) => fact),
    policy: session.policy,
    now: session.clock.now(),
  }));
  const lost = state.operations.filter(({ operationId }) => isPlannedBy(events, operationId));
  await tolerant('launch', session, () => allDone(lost.map((operation) => launchPending(operation, state, session))));
  await tolerant('adopt', session, () => adopt(of('adopt'), session));
  const ending = of('terminate').map(({ worker }) => worker.instanceId);
  const isLate = (instanceId: string) => {
    const worker = state.workers[instanceId];
    return worker !== undefined && fleet.isGivenUp(worker);
  };
  const [late, others] = [ending.filter(isLate), ending.filter((instanceId) => !isLate(instanceId))];
  await tolerant('terminate', session, () => terminateWorkers(others, state, session));
  await tolerant('terminate', session, () => terminateGivenUp(late, session));
  await tolerant('reap', session, () => reap(of('reap'), session));
  await tolerant('launch', session, () => launchAgain(of('launch'), session));
  for (const step of of('end-drain')) await tolerant('end-drain', session, () => endDrain(step, session));
  for (const step of of('cordon')) await tolerant('cordon', session, () => cordon(step, session));
  for (const step of of('uncordon')) await tolerant('uncordon', session, () => uncordon(step, session));
  for (const { nodeName } of of('delete-node')) {
    await tolerant('delete-node', session, () => session.kubernetes.deleteNode(nodeName));
  }
}

/** Does a part; its failure at EC2 or at the cluster is told and counted, and is no reason to leave out the other parts. */
export async function tolerant(step: Kind, { telemetry }: Session, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ComputeError || error instanceof KubernetesError)) throw error;
    telemetry.warn(`reconcile could not ${step}: ${error.message}`, { step, kind: error.kind });
    telemetry.count('StepsFailed');
  }
}

async function adopt(steps: readonly StepOf<'adopt'>[], session: Session): Promise<void> {
  if (steps.length === 0) return;
  const facts = steps.map(({ instance, launchId, replaces }) =>
    launchedFact(instance, { session, operation: null, launch: { replaces }, launchId }),
  );
  await session.record(await Promise.all(facts));
}

/** Looks at the cluster once more: a worker that was given up may have joined since, and has its pods already. */
async function terminateGivenUp(instanceIds: readonly string[], session: Session): Promise<void> {
  if (instanceIds.length === 0) return;
  const nodes = await session.kubernetes.listNodes();
  const state = await session.record([]);
  const now = session.clock.now();
  const joined = nodes.flatMap(({ name, ready, instanceId }) => {
    const worker = instanceId !== null && instanceIds.includes(instanceId) ? state.workers[instanceId] : undefined;
    return ready && worker ? [joinedFact(worker, name, now)] : [];
  });
  await terminateWorkers(instanceIds, joined.length > 0 ? await session.record(joined) : state, session);
}

async function reap(steps: readonly StepOf<'reap'>[], { compute, telemetry }: Session): Promise<void> {
  if (steps.length === 0) return;
  telemetry.warn('instances with our tag that must not go on are terminated', { steps });
  await compute.terminate(steps.map(({ instanceId }) => instanceId));
}

/** Looks at the fleet once more: what people launched meanwhile has been taken in, and may have left no room. */
async function launchAgain(steps: readonly StepOf<'launch'>[], session: Session): Promise<void> {
  if (steps.length === 0) return;
  const beginBefore = session.clock.now() + (LAUNCH_CLAIM_SECONDS * 1_000) / 2;
  const before = await session.record([]);
  const tooMany = launchesTooMany(steps, before, session.policy);
  const state = tooMany.length === 0 ? before : await session.record(tooMany);
  await allDone(
    steps.flatMap(({ launch, operationId }) => {
      const operation = state.operations.find((running) => running.operationId === operationId);
      const isPending = operation?.pending.some(({ launchId }) => launchId === launch.launchId);
      return operation && isPending ? [launchWorker({ launch, operation, state, beginBefore }, session)] : [];
    }),
  );
}

/** Whoever drained it is gone. If nothing is left on it the rest is done for him; if something is, it is undone. */
async function endDrain({ worker, nodeName }: StepOf<'end-drain'>, session: Session): Promise<void> {
  const { instanceId } = worker;
  const { kubernetes } = session;
  const nodes = await kubernetes.listNodes();
  const node = nodes.find(({ name }) => name === nodeName);
  // A cluster without any node, its server included, is no answer.
  if (nodes.length === 0) return;
  let left = await podsLeft(nodeName, session);
  if (left.length === 0 && node && node.cordonedFor !== CORDONED_FOR_SCALE_DOWN) {
    await kubernetes.cordon(nodeName, CORDONED_FOR_SCALE_DOWN);
    left = await podsLeft(nodeName, session);
  }
  if (left.length > 0) {
    const message = 'the drain was not ended in time by whoever began it';
    return takeBack({ instanceId, nodeName, message, blockedBy: left }, session);
  }
  const state = await session.record([drainedFact(instanceId, { evictedPods: 0, forcedPods: 0, seconds: 0 })]);
  await terminateWorkers([instanceId], state, session);
}

/** `namespace/name` of what keeps a node from being empty. */
async function podsLeft(nodeName: string, { kubernetes }: Session): Promise<readonly string[]> {
  const { evict, protectedPods, awaited } = drainPlan(await kubernetes.listPodsOnNode(nodeName));
  return [...evict, ...protectedPods, ...awaited].map(({ namespace, name }) => `${namespace}/${name}`);
}

/** Looks at the stream once more: it may have passed, or be on its way out. */
async function cordon({ instanceId, nodeName }: StepOf<'cordon'>, session: Session): Promise<void> {
  const { [instanceId]: worker } = (await session.record([])).workers;
  if (worker?.status !== 'joined' || !worker.atRisk) return;
  await session.kubernetes.cordon(nodeName, writeCordonMark({ cause: 'risk', until: Date.parse(worker.atRisk.until) }));
}

/** Looks at the stream and at the node once more: a drain may have begun since. */
async function uncordon({ instanceId, nodeName, cordonedFor }: StepOf<'uncordon'>, session: Session): Promise<void> {
  const { [instanceId]: worker } = (await session.record([])).workers;
  if (worker?.status !== 'joined' || (worker.atRisk && cordonedFor !== CORDONED_FOR_SCALE_DOWN)) return;
  const node = (await session.kubernetes.listNodes()).find(({ name }) => name === nodeName);
  if (node?.cordonedFor === cordonedFor) await session.kubernetes.uncordon(nodeName);
}

function isPlannedBy(events: readonly RecordedEvent[], operationId: string): boolean {
  return events.some((event) => event.type === 'ScalePlanned' && event.data.operationId === operationId);
}
