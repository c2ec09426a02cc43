import { type EventStore, type RecordedEvent, streamName } from '@smartscale/events';
import { Hono } from 'hono';
import * as z from 'zod';
import { lastAtOrBefore } from '../history/columns.ts';
import type { Follower } from '../history/follow.ts';
import type { SampleEvent } from '../history/sample-columns.ts';
import type { Knowledge } from '../ports.ts';
import { costView } from '../views/cost-view.ts';
import { decisionView } from '../views/decision-view.ts';
import { decisionsView, neighbourOf } from '../views/decisions-view.ts';
import { momentView } from '../views/moment-view.ts';
import { nodeView } from '../views/node-view.ts';
import { rangeView } from '../views/range-view.ts';
import { clusterNow } from '../views/when.ts';
import { clockOf } from './live.ts';
import { liveStream } from './live-stream.ts';
import type { PageFile } from './page-files.ts';
import { decisionsQuery, idParameter, momentQuery, neighbourQuery, rangeQuery } from './queries.ts';
import { guard } from './security.ts';

export type AppOptions = {
  readonly store: EventStore;
  readonly follower: Follower;
  readonly rules: Knowledge;
  readonly machineNow: () => number;
  readonly page: ReadonlyMap<string, PageFile> | null;
  /** How often a page hears of the server though nothing is new. */
  readonly beatMilliseconds?: number;
};

/** Keeps a connection open, lets both ends see when it is gone, and lets a page see that a fleet has fallen silent. */
const BEAT_MILLISECONDS = 10_000;
/** A decision, and those behind it among which that of a shadow policy is. */
const NEAR_EVENTS = 4;

/** The console over HTTP: the page, what it asks for, and what tells it that something is new. */
export function createApp(options: AppOptions): Hono {
  const { store, follower, rules, machineNow, page, beatMilliseconds = BEAT_MILLISECONDS } = options;
  const { history } = follower;
  const now = () => clusterNow(history, { simulator: rules.simulator, machineNow: machineNow() });
  const clock = () => clockOf(follower, { simulator: rules.simulator, machineNow: machineNow() });
  const app = new Hono();

  app.use(guard());
  app.onError((error, context) => {
    if (error instanceof z.ZodError) return context.json({ error: 'query', message: sentence(error) }, 400);
    return context.json({ error: 'store', message: error.message }, 500);
  });
  app.notFound((context) => context.json({ error: 'unknown', message: `there is nothing at ${context.req.path}` }, 404));

  app.use('/api/*', async (context, next) => {
    context.header('cache-control', 'no-store');
    const state = follower.state();
    if (state.kind === 'loading' && !OPEN_WHILE_LOADING.has(context.req.path))
      return context.json({ error: 'loading', message: 'the store is being read' }, 503);
    if (state.kind === 'failed' && follower.revision() === 0 && !OPEN_WHILE_LOADING.has(context.req.path)) {
      return context.json({ error: 'store', message: state.message }, 503);
    }
    return next();
  });
  app.get('/api/clock', (context) => context.json(clock()));
  app.get('/api/moment', async (context) => {
    const moment = momentQuery.parse(context.req.query()).at ?? now();
    const sample = await sampleAt(moment);
    return context.json(momentView(history, moment, { sample, rules }));
  });
  app.get('/api/range', (context) => context.json(rangeView(history, rangeQuery.parse(context.req.query()))));
  app.get('/api/cost', (context) => context.json(costView(history, momentQuery.parse(context.req.query()).at ?? now())));
  app.get('/api/decisions', (context) => {
    const { at, before, ...query } = decisionsQuery.parse(context.req.query());
    return context.json(decisionsView(history, { ...query, at: at ?? now(), before: before ?? null }));
  });
  app.get('/api/neighbour', (context) => {
    const { at, ...query } = neighbourQuery.parse(context.req.query());
    return context.json(neighbourOf(history, { ...query, at: at ?? now() }));
  });
  app.get('/api/decisions/:id', async (context) => {
    const id = idParameter.parse(context.req.param('id'));
    const row = history.decisions.rows[history.decisions.byId.get(id) ?? -1];
    const near = row
      ? await store.read(streamName('scaling', history.clusterId), { from: row.position, limit: NEAR_EVENTS })
      : [];
    const [event] = near;
    if (!row || event?.id !== id) return context.json({ error: 'unknown', message: `this store has no decision ${id}` }, 404);
    return context.json(decisionView(history, row, { event: event as RecordedEvent<'ScaleDecided'>, near, rules }));
  });
  app.get('/api/nodes/:id', (context) => {
    const id = idParameter.parse(context.req.param('id'));
    const view = nodeView(history, id, { moment: momentQuery.parse(context.req.query()).at ?? now(), rules });
    if (view) return context.json(view);
    return context.json({ error: 'unknown', message: `up to this moment no event of this store speaks of ${id}` }, 404);
  });
  app.get('/api/live', (context) => liveStream(context, { follower, clock, beatMilliseconds }));
  app.get('*', (context) => {
    const file = page?.get(context.req.path);
    if (file) {
      const caching = file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache';
      return context.body(file.body, 200, { 'content-type': file.type, 'cache-control': caching });
    }
    if (page === null && context.req.path === '/')
      return context.text('The page was not built: npm run console:build, then open it again.\n', 503);
    return context.notFound();
  });
  return app;

  async function sampleAt(moment: number): Promise<SampleEvent | undefined> {
    const position = history.samples.position[lastAtOrBefore(history.samples.at, moment)];
    if (position === undefined) return undefined;
    const [event] = await store.read(streamName('metrics', history.clusterId), { from: position, limit: 1 });
    // Old samples leave a table while the console still knows of them.
    return event?.position === position ? (event as SampleEvent) : undefined;
  }
}

const OPEN_WHILE_LOADING: ReadonlySet<string> = new Set(['/api/clock', '/api/live']);

function sentence({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('; ');
}
