import type { FleetEvent, FleetState, Worker } from './fleet-state.ts';

type OutlookEvent = Extract<FleetEvent, { type: 'NodeAtRisk' | 'NodeRiskPassed' | 'NodeReplacementScheduled' }>;

/** What is in store for a worker, whatever its status. */
export function withOutlook(state: FleetState, event: OutlookEvent): FleetState {
  const { instanceId } = event.data;
  const worker = state.workers[instanceId];
  return worker ? { ...state, workers: { ...state.workers, [instanceId]: told(worker, event) } } : state;
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
