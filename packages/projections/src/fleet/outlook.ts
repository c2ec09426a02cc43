import type { FleetEvent, FleetState, Worker } from './fleet-state.ts';

type OutlookEvent = Extract<FleetEvent, { type: 'NodeAtRisk' | 'NodeRiskPassed' | 'NodeReplacementScheduled' }>;

/** What is in store for a worker, whatever its status. */
export function withOutlook(state: FleetState, event: OutlookEvent): FleetState {
  const { instanceId } = event.data;
  const worker = state.workers[instanceId];
  if (!worker) return state;
  const next = { ...state, workers: { ...state.workers, [instanceId]: told(worker, event) } };
  return event.type === 'NodeRiskPassed' ? withoutStandIns(next, [instanceId]) : next;
}

/**
 * The state in which nobody stands in for these workers any more, as they stay. One that is to be replaced all the same keeps its
 * stand-in, or a second one would be launched at the next attempt.
 */
export function withoutStandIns(state: FleetState, instanceIds: readonly string[]): FleetState {
  const staying = instanceIds.filter((instanceId) => state.workers[instanceId]?.replacement === undefined);
  const isFor = (replaces: string | null) => replaces !== null && staying.includes(replaces);
  if (!Object.values(state.workers).some(({ replaces }) => isFor(replaces)) && !hasPendingFor(state, isFor)) return state;
  const freed = <Any extends { readonly replaces: string | null }>(one: Any): Any =>
    isFor(one.replaces) ? { ...one, replaces: null } : one;
  const workers = Object.fromEntries(Object.entries(state.workers).map(([id, worker]) => [id, freed(worker)]));
  const operations = state.operations.map((operation) => ({ ...operation, pending: operation.pending.map(freed) }));
  return { ...state, workers, operations };
}

function hasPendingFor({ operations }: FleetState, isFor: (replaces: string | null) => boolean): boolean {
  return operations.some(({ pending }) => pending.some(({ replaces }) => isFor(replaces)));
}

function told(worker: Worker, { type, data }: OutlookEvent): Worker {
  switch (type) {
    case 'NodeAtRisk':
      return { ...worker, atRisk: { warningId: data.warningId, until: data.until } };
    case 'NodeRiskPassed': {
      const { atRisk: _passed, ...safe } = worker;
      return safe;
    }
    case 'NodeReplacementScheduled':
      return { ...worker, replacement: { noticeId: data.noticeId, reason: data.reason, dueAt: data.dueAt } };
  }
}
