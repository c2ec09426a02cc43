import type { fleet } from '@smartscale/projections';
import { allDone } from './all-done.ts';
import { tolerant } from './carry-out-steps.ts';
import type { FleetCommand, Step } from './decider.ts';
import { drainWorker } from './drain-worker.ts';
import { observeCandidates } from './observe.ts';
import { launchPending } from './scale.ts';
import type { Session } from './session.ts';

type Beat = { readonly session: Session; readonly sampleId: string; readonly drainSeconds: number };

/** Begins a repair of the mix or the exchange of a worker that is to be replaced, or goes on with one whose launch has joined. */
export async function carryOutRepairs(steps: readonly Step[], beat: Beat): Promise<void> {
  for (const step of steps) {
    if (step.kind === 'repair-mix') await tolerant(step.kind, beat.session, () => repair(beat));
    if (step.kind === 'exchange-due') await tolerant(step.kind, beat.session, () => exchangeWorker(step.instanceId, beat));
    if (step.kind === 'begin-exchange') await tolerant(step.kind, beat.session, () => exchange(step.operationId, beat));
  }
}

async function repair({ session, sampleId, drainSeconds }: Beat): Promise<void> {
  const { policy, clock } = session;
  await planAndDo(session, async (state) => {
    const candidates = await observeCandidates(state, session);
    return { kind: 'repair-mix', sampleId, policy, now: clock.now(), drainSeconds, candidates };
  });
}

async function exchangeWorker(instanceId: string, { session, sampleId, drainSeconds }: Beat): Promise<void> {
  const { policy, clock } = session;
  await planAndDo(session, async (state) => {
    const candidates = await observeCandidates(state, session);
    return { kind: 'exchange-due', instanceId, sampleId, policy, now: clock.now(), drainSeconds, candidates };
  });
}

async function planAndDo(session: Session, command: (state: fleet.FleetState) => Promise<FleetCommand>): Promise<void> {
  const { state, events } = await session.apply((loaded) => command(loaded.state));
  const planned = events.find((event) => event.type === 'ScalePlanned');
  const operation = state.operations.find(({ operationId }) => operationId === planned?.data.operationId);
  if (operation) await allDone([launchPending(operation, state, session), drainVictims(operation, state, session)]);
}

async function exchange(operationId: string, { session, drainSeconds }: Beat): Promise<void> {
  const { clock, policy } = session;
  const { state, events } = await session.apply(() => ({
    kind: 'begin-exchange',
    operationId,
    policy,
    now: clock.now(),
    drainSeconds,
  }));
  const operation = state.operations.find((running) => running.operationId === operationId);
  if (operation && events.length > 0) await drainVictims(operation, state, session);
}

async function drainVictims({ leaving }: fleet.Operation, { workers }: fleet.FleetState, session: Session): Promise<void> {
  await allDone(
    leaving.flatMap((instanceId) => {
      const worker = workers[instanceId];
      return worker?.status === 'draining' && worker.cause === 'repair' ? [drainWorker(worker, session)] : [];
    }),
  );
}
