import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { onTestFinished } from 'vitest';
import { describeDemandContract } from '../testing/demand-contract.ts';
import { START } from '../testing/world.ts';

const now = () => START;

describeDemandContract('memory', () => createMemoryEventStore({ now }));

describeDemandContract('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-demand-'));
  const store = openSqliteEventStore({ file: join(folder, 'events.db'), now, durability: 'normal' });
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  return store;
});
