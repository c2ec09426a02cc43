import { type EventStore, type RecordedEvent, streamName } from '@smartscale/events';
import type { Telemetry } from '@smartscale/lambda';
import type { Projection } from '@smartscale/projections';
import type { ViewStore } from '@smartscale/views';
import { type Chosen, chooseBuild } from './choose-build.ts';
import { UnfinishedError } from './errors.ts';
import { foldOn, fromZero } from './fold-on.ts';
import { writeAfter } from './write-after.ts';

/** Events read and folded between two writes. */
export const PAGE_EVENTS = 1_000;
/** Pages of one wake: two million events. */
const MAX_PAGES = 2_000;
/** Writes lost to others in a row, after which the delivery is better repeated later. */
export const MAX_LOST_WRITES = 8;
/** A page is not begun with less time left than this. */
const RESERVE_MILLISECONDS = 5_000;

export type CatchUpOptions = {
  readonly store: EventStore;
  readonly views: ViewStore;
  readonly clusterId: string;
  readonly telemetry: Telemetry;
  readonly remainingMilliseconds: () => number;
};

/** What one step came to. */
type Step = { readonly kind: 'written' | 'lost' | 'done'; readonly position: number };

/**
 * Reads on from the checkpoint to the end of the stream and writes the views, page by page. Any number may run at once: a page that another
 * one has written first is folded again from what that one left.
 * UnfinishedError when time or patience ends before the stream does.
 */
export async function catchUp(projection: Projection, options: CatchUpOptions): Promise<void> {
  let lost = 0;
  let position = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    if (options.remainingMilliseconds() < RESERVE_MILLISECONDS) {
      throw new UnfinishedError(projection.name, { position, why: 'the time of the function is over' });
    }
    const step = await foldPage(projection, options);
    position = step.position;
    if (step.kind === 'done') return;
    lost = step.kind === 'lost' ? lost + 1 : 0;
    if (lost === MAX_LOST_WRITES) throw new UnfinishedError(projection.name, { position, why: 'others write all the time' });
  }
  throw new UnfinishedError(projection.name, { position, why: `${MAX_PAGES} pages are the most` });
}

async function foldPage(projection: Projection, options: CatchUpOptions): Promise<Step> {
  const { views, clusterId, telemetry } = options;
  const owner = { clusterId, projection: projection.name };
  const progress = await views.readProgress(owner);
  const chosen = chooseBuild(progress, projection);
  if (chosen.target === 'none') {
    tellNewer(projection, chosen.shownVersion, telemetry);
    return { kind: 'done', position: 0 };
  }
  const page = await readPage(projection, chosen, options);
  const { build: before, target, events } = page;
  const after = foldOn(projection, before, events);
  const caughtUp = events.length < PAGE_EVENTS;
  const write = writeAfter(progress, projection, { target, before, after, caughtUp });
  const { position } = after;
  if (write === null) return { kind: 'done', position };
  if (!(await views.write(owner, write))) {
    telemetry.count('ViewWritesLost');
    return { kind: 'lost', position };
  }
  if (target === 'building' && caughtUp) tellBuilt(projection, position, telemetry);
  return { kind: caughtUp ? 'done' : 'written', position };
}

type Page = Exclude<Chosen, { target: 'none' }> & { readonly events: readonly RecordedEvent[] };

/**
 * The events that follow a build. The one that it ends with is read as well: when that is another event, or none, the store is not the one
 * that the views were made of, and they are built from zero.
 */
async function readPage(
  projection: Projection,
  { target, build }: Exclude<Chosen, { target: 'none' }>,
  { store, clusterId, telemetry }: Pick<CatchUpOptions, 'store' | 'clusterId' | 'telemetry'>,
): Promise<Page> {
  const stream = streamName(projection.category, clusterId);
  if (build.position === 0) return { target, build, events: await store.read(stream, { limit: PAGE_EVENTS }) };
  const [last, ...events] = await store.read(stream, { from: build.position, limit: PAGE_EVENTS + 1 });
  if (last?.position === build.position && last.id === build.eventId) return { target, build, events };
  telemetry.warn(`the views of ${projection.name} were made of other events than are in this store: they are built from zero`);
  telemetry.count('ViewsOfAnotherStore');
  return readPage(projection, { target: 'building', build: fromZero(projection) }, { store, clusterId, telemetry });
}

function tellBuilt({ name, version }: Projection, position: number, telemetry: Telemetry): void {
  telemetry.info(`the views of ${name} were built from zero and are shown now`, { version, position });
  telemetry.count('ViewsBuilt');
}

function tellNewer({ name, version }: Projection, shownVersion: number, telemetry: Telemetry): void {
  telemetry.warn(
    `the views of ${name} are of version ${shownVersion}, this release makes version ${version} and leaves them: invoke rebuild to go back`,
  );
  telemetry.count('NewerViewsShown');
}
