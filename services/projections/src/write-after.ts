import type { Projection } from '@smartscale/projections';
import type { Build, Progress, Shown, ViewWrite } from '@smartscale/views';

export type Folded = {
  readonly target: 'shown' | 'building';
  readonly before: Build;
  readonly after: Build;
  /** The stream had no more events. */
  readonly caughtUp: boolean;
};

/** What is to be written after events were folded in; null when nothing has changed. */
export function writeAfter(progress: Progress, projection: Projection, folded: Folded): ViewWrite | null {
  const { target, before, after, caughtUp } = folded;
  const revision = progress.revision + 1;
  if (target === 'building' && !caughtUp) return { progress: { ...progress, revision, building: after }, put: {}, remove: [] };
  if (target === 'shown' && after.position === before.position) return null;
  const views = viewsOf(projection, after);
  const known = target === 'shown' ? viewsOf(projection, before) : {};
  const changed = Object.entries(views).filter(([name, json]) => known[name] !== json);
  return {
    progress: { revision, shown: shownOf(after, views), building: target === 'shown' ? progress.building : null },
    put: Object.fromEntries(changed),
    remove: (progress.shown?.views ?? []).filter((name) => !Object.hasOwn(views, name)),
  };
}

function shownOf(build: Build, views: Readonly<Record<string, string>>): Shown {
  return { ...build, views: Object.keys(views).sort() };
}

function viewsOf(projection: Projection, { state }: Build): Readonly<Record<string, string>> {
  const views = Object.entries(projection.viewsOf(JSON.parse(state)));
  return Object.fromEntries(views.map(([name, body]) => [name, JSON.stringify(body)]));
}
