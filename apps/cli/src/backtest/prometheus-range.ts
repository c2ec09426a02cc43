import { type Trace, traceOf } from '@smartscale/backtest/traces';
import * as z from 'zod';
import { UsageError } from '../exit.ts';

const STEP_SECONDS = 60;
/** Prometheus answers 422 or 400 above 11,000 points a series; a page that is refused is asked for in halves. */
const POINTS_PER_PAGE = 10_000;
const FEWEST_POINTS = 60;
/** What can be too much for the server, whatever words it has for that. */
const TOO_MUCH = 422;
const TIMEOUT_MS = 60_000;

const answerSchema = z.object({
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) })),
  }),
});
const errorSchema = z.object({ error: z.string() });

type Range = {
  readonly url: string;
  readonly query: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Points asked for at once, at first. */
  readonly pagePoints?: number;
};
type Point = readonly [seconds: number, value: number];

/**
 * What a query answered, minute by minute, asked for page by page (`/api/v1/query_range`). What Prometheus has no value for is a
 * gap. UsageError when it does not answer, or answers something else than one series.
 */
export async function readPrometheusRange(range: Range): Promise<Trace> {
  const points: Point[] = [];
  let { pagePoints = POINTS_PER_PAGE } = range;
  for (let from = range.fromSeconds; from <= range.toSeconds; ) {
    const to = Math.min(range.toSeconds, from + (pagePoints - 1) * STEP_SECONDS);
    const page = await readPage({ ...range, fromSeconds: from, toSeconds: to });
    if ('refused' in page) {
      if (pagePoints <= FEWEST_POINTS) throw new UsageError(`Prometheus at ${range.url} refused the query: ${page.refused}`);
      pagePoints = Math.floor(pagePoints / 2);
      continue;
    }
    for (const point of page) points.push(point);
    from = to + STEP_SECONDS;
  }
  if (points.length < 2) {
    throw new UsageError(
      `${range.url} has ${points.length} values for ${range.query} in that range: check the query and the times`,
    );
  }
  return traceOf(
    range.query,
    Float64Array.from(points, ([seconds]) => seconds * 1_000),
    Float64Array.from(points, ([, value]) => value),
  );
}

async function readPage(range: Range): Promise<readonly Point[] | { readonly refused: string }> {
  const { url, query, fromSeconds, toSeconds } = range;
  const body = new URLSearchParams({ query, start: `${fromSeconds}`, end: `${toSeconds}`, step: `${STEP_SECONDS}` });
  const response = await fetch(`${url.replace(/\/+$/, '')}/api/v1/query_range`, {
    ...{ method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT_MS) },
  }).catch((cause: unknown) => {
    throw new UsageError(`Prometheus at ${url} cannot be reached: ${reasonOf(cause)}`, { cause });
  });
  const text = await response.text();
  if (!response.ok) {
    const said = errorSchema.safeParse(jsonOf(text)).data?.error ?? `status ${response.status}`;
    if (response.status === TOO_MUCH || /maximum resolution|too many (points|samples)/i.test(said)) return { refused: said };
    throw new UsageError(`Prometheus at ${url} refused the query: ${said}`);
  }
  const answer = answerSchema.safeParse(jsonOf(text));
  if (!answer.success) throw new UsageError(`what answers at ${url} is no Prometheus: expected a matrix of values`);
  const series = answer.data.data.result;
  if (series.length > 1) throw new UsageError(`the query answers ${series.length} series, one is needed: wrap it in sum(...)`);
  return (series[0]?.values ?? [])
    .map(([seconds, value]): Point => [seconds, Number(value)])
    .filter(([, value]) => Number.isFinite(value) && value >= 0);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
