import type { Checkpoint } from '@smartscale/runtime';
import type { SimulationStore } from './options.ts';

const NAME = 'outbox';

/** How far events were relayed. Kept in memory, and in the store whenever it is told to: a repeat does no harm, only work. */
export function createRelayCheckpoint(store: SimulationStore): Checkpoint & { flush(): Promise<void> } {
  let reached = 0;
  let written = 0;
  return {
    async load() {
      reached = (await store.readCheckpoint?.(NAME)) ?? 0;
      written = reached;
      return reached;
    },
    save(sequence) {
      reached = sequence;
    },
    async flush() {
      if (reached === written) return;
      written = reached;
      await store.writeCheckpoint?.(NAME, reached);
    },
  };
}
