import type { EventData } from '@smartscale/events';
import type { Operation, Worker } from './fleet-state.ts';

type Place = EventData<'ScaleCompleted'>['added'][number];

/** What became of a part of an operation. */
export type Outcome =
  | { readonly kind: 'instance-launched'; readonly launchId: string; readonly instanceId: string }
  | { readonly kind: 'launch-failed'; readonly launchId: string }
  | { readonly kind: 'joined'; readonly worker: Worker }
  | { readonly kind: 'join-failed'; readonly instanceId: string }
  | { readonly kind: 'drain-failed'; readonly instanceId: string }
  | { readonly kind: 'gone'; readonly worker: Worker };

/** Notes an outcome in whichever operation it belongs to. */
export function noteOutcome(operations: readonly Operation[], outcome: Outcome): readonly Operation[] {
  return operations.map((operation) => note(operation, outcome));
}

function note(operation: Operation, outcome: Outcome): Operation {
  switch (outcome.kind) {
    case 'instance-launched': {
      const pending = operation.pending.filter(({ launchId }) => launchId !== outcome.launchId);
      if (pending.length === operation.pending.length) return operation;
      return { ...operation, pending, joining: [...operation.joining, outcome.instanceId] };
    }
    case 'launch-failed': {
      const pending = operation.pending.filter(({ launchId }) => launchId !== outcome.launchId);
      if (pending.length === operation.pending.length) return operation;
      return { ...operation, pending, failed: operation.failed + 1 };
    }
    case 'joined': {
      const { instanceId } = outcome.worker;
      if (!operation.joining.includes(instanceId)) return operation;
      return {
        ...operation,
        joining: without(operation.joining, instanceId),
        added: [...operation.added, placeOf(outcome.worker)],
      };
    }
    case 'join-failed': {
      if (!operation.joining.includes(outcome.instanceId)) return operation;
      return { ...operation, joining: without(operation.joining, outcome.instanceId), failed: operation.failed + 1 };
    }
    case 'drain-failed': {
      if (!operation.leaving.includes(outcome.instanceId)) return operation;
      return { ...operation, leaving: without(operation.leaving, outcome.instanceId), failed: operation.failed + 1 };
    }
    case 'gone': {
      const { instanceId } = outcome.worker;
      if (operation.joining.includes(instanceId)) {
        return { ...operation, joining: without(operation.joining, instanceId), failed: operation.failed + 1 };
      }
      if (!operation.leaving.includes(instanceId)) return operation;
      return {
        ...operation,
        leaving: without(operation.leaving, instanceId),
        removed: [...operation.removed, placeOf(outcome.worker)],
      };
    }
  }
}

function without(list: readonly string[], entry: string): readonly string[] {
  return list.filter((other) => other !== entry);
}

function placeOf({ instanceId, zone, capacityType }: Worker): Place {
  return { instanceId, zone, capacityType };
}
