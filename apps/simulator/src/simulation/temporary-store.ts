import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import type { SimulationStore } from './options.ts';

/** A store in a file of its own that is gone once it is closed: events of a year do not fit in memory. */
export function openTemporaryStore(now: () => number): SimulationStore {
  const directory = mkdtempSync(join(tmpdir(), 'smartscale-'));
  const store = openSqliteEventStore({ file: join(directory, 'events.db'), now, durability: 'normal' });
  return {
    ...store,
    close() {
      store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
