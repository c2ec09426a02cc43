import { indicesWithin, lastAtOrBefore } from '../history/columns.ts';
import type { History } from '../history/history.ts';
import { workerSizeAt } from '../history/sample-columns.ts';
import { inWorkers } from './forecast-view.ts';
import { interruptionsWithin } from './interruptions-view.ts';

type Numbers = readonly (number | null)[];

/** A span on one time axis. Columns are of one length; times are epoch seconds. */
export type RangeView = {
  readonly from: number;
  readonly to: number;
  readonly at: readonly number[];
  /** Demand in workers used to the last: its mean over each bucket, and its highest. Null: not measured. */
  readonly demand: Numbers;
  readonly demandHigh: Numbers;
  readonly cores: Numbers;
  /** Workers that carry pods, and machines that are Spot, at the end of each bucket. */
  readonly workers: Numbers;
  readonly spot: Numbers;
  readonly capacityCores: Numbers;
  readonly forecast: {
    readonly at: readonly number[];
    readonly low: Numbers;
    readonly middle: Numbers;
    readonly high: Numbers;
    readonly coresPerWorker: number | null;
  };
  readonly changes: readonly {
    readonly id: string;
    readonly at: number;
    readonly action: 'up' | 'down' | 'hold';
    readonly from: number;
    readonly to: number;
  }[];
  readonly interruptions: readonly { readonly id: string; readonly at: number; readonly instanceId: string }[];
};

/** More marks than this are a smear: the newest are kept. */
const MOST_MARKS = 600;
const MOST_STEPS = 1_500;

/** A span for a chart of so many points. Long spans are cut into buckets of one length. */
export function rangeView(
  history: History,
  { from, to, points }: { readonly from: number; readonly to: number; readonly points: number },
): RangeView {
  const { samples, decisions, fleet } = history;
  const { start, end } = indicesWithin(samples.at, from, to);
  const size = workerSizeAt(samples, end - 1);
  const buckets = bucketsOf(samples.at, { start, end, from, to, points });
  const edges = buckets.map(({ end: last }) => samples.at[last - 1] ?? to);
  const fleetIndices = edges.map((edge) => lastAtOrBefore(fleet.at, edge));
  const cores = buckets.map((bucket) => meanOf(samples.cores, bucket));
  const workers = fleetIndices.map((index) => fleet.joined[index] ?? 0);
  return {
    ...{ from: from / 1_000, to: to / 1_000 },
    at: edges.map((edge) => edge / 1_000),
    demand: buckets.map((bucket) => meanOf(samples.demand, bucket)),
    demandHigh: buckets.map((bucket) => highestOf(samples.demand, bucket)),
    cores,
    workers,
    spot: fleetIndices.map((index) => fleet.spot[index] ?? 0),
    capacityCores: workers.map((count) => (size ? round(count * size.cores) : null)),
    forecast: { ...bandOf(history, from, to), coresPerWorker: size?.cores ?? null },
    changes: decisions.changes
      .slice(...marksWithin(decisions.changes, (index) => decisions.at[index] ?? 0, from, to))
      .slice(-MOST_MARKS)
      .flatMap((index) => {
        const row = decisions.rows[index];
        return row ? [{ id: row.id, at: row.at / 1_000, action: row.action, from: row.from, to: row.to }] : [];
      }),
    interruptions: interruptionsWithin(history, from, to)
      .filter(({ kind }) => kind === 'interruption')
      .slice(0, MOST_MARKS)
      .map(({ id, at, instanceId }) => ({ id, at: Date.parse(at) / 1_000, instanceId })),
  };
}

type Bucket = { readonly start: number; readonly end: number };

function bucketsOf(
  times: readonly number[],
  span: Bucket & { readonly from: number; readonly to: number; readonly points: number },
): readonly Bucket[] {
  const { start, end, from, to, points } = span;
  if (end - start <= points)
    return Array.from({ length: end - start }, (_, index) => ({ start: start + index, end: start + index + 1 }));
  const width = (to - from) / points;
  const buckets: Bucket[] = [];
  for (let index = start; index < end; ) {
    const slot = Math.floor(((times[index] ?? 0) - from) / width);
    const next = lastAtOrBefore(times, from + (slot + 1) * width - 1) + 1;
    buckets.push({ start: index, end: Math.min(end, Math.max(next, index + 1)) });
    index = Math.max(next, index + 1);
  }
  return buckets;
}

function meanOf(column: readonly number[], { start, end }: Bucket): number | null {
  let [sum, count] = [0, 0];
  for (let index = start; index < end; index += 1) {
    const value = column[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? null : round(sum / count);
}

function highestOf(column: readonly number[], { start, end }: Bucket): number | null {
  let highest: number | null = null;
  for (let index = start; index < end; index += 1) {
    const value = column[index] ?? Number.NaN;
    if (!Number.isNaN(value) && (highest === null || value > highest)) highest = value;
  }
  return highest === null ? null : round(highest);
}

/** Of each step the last forecast that was made before it began, and all steps of the newest one. */
function bandOf(
  { forecasts, samples }: History,
  from: number,
  to: number,
): Pick<RangeView['forecast'], 'at' | 'low' | 'middle' | 'high'> {
  const { start, end } = indicesWithin(forecasts.at, from, to);
  const every = Math.max(1, Math.ceil((end - start) / MOST_STEPS));
  const band: { at: number[]; low: (number | null)[]; middle: (number | null)[]; high: (number | null)[] } = {
    at: [],
    low: [],
    middle: [],
    high: [],
  };
  for (let index = start; index < end; index += every) {
    const row = forecasts.rows[index];
    const size = row && workerSizeAt(samples, lastAtOrBefore(samples.at, row.madeAt));
    if (!row || !size) continue;
    for (const step of index + every >= end ? row.steps : row.steps.slice(0, 1)) {
      const [low = null, middle = null, high = null] = inWorkers(step, size).map((value) =>
        Number.isNaN(value) ? null : round(value),
      );
      band.at.push(step.at / 1_000);
      band.low.push(low);
      band.middle.push(middle);
      band.high.push(high);
    }
  }
  return band;
}

function marksWithin(
  entries: readonly number[],
  timeOf: (entry: number) => number,
  from: number,
  to: number,
): [number, number] {
  const { start, end } = indicesWithin(entries.map(timeOf), from, to);
  return [start, end];
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
