import { EMPTY_PROGRESS, type Progress } from '../progress.ts';
import { checkWrite, type ViewOwner, type ViewStore } from '../view-store.ts';

type Kept = { progress: Progress; readonly views: Map<string, string> };

/** Views that live as long as the object. */
export function createMemoryViewStore(): ViewStore {
  const owners = new Map<string, Kept>();

  return {
    async readProgress(owner) {
      return owners.get(keyOf(owner))?.progress ?? EMPTY_PROGRESS;
    },

    async write(owner, change) {
      checkWrite(owner, change);
      const key = keyOf(owner);
      const kept = owners.get(key) ?? { progress: EMPTY_PROGRESS, views: new Map() };
      if (change.progress.revision !== kept.progress.revision + 1) return false;
      kept.progress = change.progress;
      for (const [name, json] of Object.entries(change.put)) kept.views.set(name, json);
      for (const name of change.remove) kept.views.delete(name);
      owners.set(key, kept);
      return true;
    },

    async readView(owner, name) {
      return owners.get(keyOf(owner))?.views.get(name);
    },
  };
}

function keyOf({ clusterId, projection }: ViewOwner): string {
  return `${clusterId}#${projection}`;
}
