import type { Context, Next } from 'hono';
import { routePath } from 'hono/route';
import type { Figures } from '../figures.ts';

/** A path that nobody serves may be anything: it must not become a series of its own. */
const UNKNOWN_ROUTE = 'none';
const METHODS: readonly string[] = ['GET', 'HEAD', 'POST'];

/** Counts and times each request by the route that served it. */
export function measured(figures: Figures) {
  return async (context: Context, next: Next) => {
    const start = performance.now();
    await next();
    const { status } = context.res;
    const path = routePath(context, -1);
    const route = status === 404 || path.includes('*') ? UNKNOWN_ROUTE : path;
    const method = METHODS.includes(context.req.method) ? context.req.method : 'other';
    figures.requests.inc({ method, route, status });
    figures.latency.observe({ route }, (performance.now() - start) / 1_000);
    if (status >= 500) figures.errors.inc({ route });
  };
}
