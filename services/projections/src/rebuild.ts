import type { Projection } from '@smartscale/projections';
import { type CatchUpOptions, catchUp, MAX_LOST_WRITES } from './catch-up.ts';
import { UnfinishedError, UnusableCommandError } from './errors.ts';
import { fromZero } from './fold-on.ts';

export type RebuildCommand = { readonly projections: readonly Projection[] };

/** Reads `{ "projections": ["fleet"] }`; all of them when it names none. UnusableCommandError names what is unknown. */
export function readRebuildCommand(event: unknown, known: readonly Projection[]): RebuildCommand {
  const { projections: names } = Object(event) as { projections?: unknown };
  if (names === undefined) return { projections: known };
  const choice = `choose from ${known.map(({ name }) => name).join(', ')}`;
  if (!Array.isArray(names)) throw new UnusableCommandError(`"projections" must be a list of names: ${choice}`);
  const unknown = (names as readonly unknown[]).find((name) => !known.some((projection) => projection.name === name));
  if (unknown !== undefined) throw new UnusableCommandError(`there is no projection ${JSON.stringify(unknown)}: ${choice}`);
  return { projections: known.filter(({ name }) => names.includes(name)) };
}

/** Builds the views from zero beside what is shown, whatever version that is, and shows them once they have caught up. */
export async function rebuild(projection: Projection, options: CatchUpOptions): Promise<void> {
  await beginBuild(projection, options);
  await catchUp(projection, options);
}

async function beginBuild(projection: Projection, { views, clusterId }: CatchUpOptions): Promise<void> {
  const owner = { clusterId, projection: projection.name };
  for (let attempt = 1; attempt <= MAX_LOST_WRITES; attempt += 1) {
    const before = await views.readProgress(owner);
    const progress = { ...before, revision: before.revision + 1, building: fromZero(projection) };
    if (await views.write(owner, { progress, put: {}, remove: [] })) return;
  }
  throw new UnfinishedError(projection.name, { position: 0, why: 'others write all the time' });
}
