import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeEventStoreContract } from '../testing/contract/index.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

describeEventStoreContract('SQLite', ({ now, definitions }) => {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-sqlite-'));
  const file = join(folder, 'events.db');
  const open = (known = definitions) => openSqliteEventStore({ file, now, durability: 'normal', definitions: known });
  const opened = [open()];
  return {
    store: opened[0] as ReturnType<typeof open>,
    async reopen(known) {
      const again = open(known);
      opened.push(again);
      return again;
    },
    async damage(stream, position) {
      const database = new DatabaseSync(file);
      const changed = database
        .prepare(`UPDATE events SET data = replace(data, '"channel"', '"chanel"') WHERE stream = ? AND position = ?`)
        .run(stream, position);
      database.close();
      if (changed.changes !== 1) throw new Error('nothing was damaged');
    },
    close() {
      for (const store of opened) store.close();
      rmSync(folder, { recursive: true });
    },
  };
});
