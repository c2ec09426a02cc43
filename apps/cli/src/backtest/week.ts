import type { Contender, Limits } from '@smartscale/backtest';
import type { Demand } from '@smartscale/backtest/traces';
import { drawChart } from './chart.ts';

const WEEK_MINUTES = 7 * 1_440;
const COLOURS = ['#0b5cad', '#c2410c', '#15803d', '#7e22ce', '#b91c1c'];

/** The last week of a trace with what the first few policies had alive in it, as SVG. They are played from the trace's start. */
export function drawLastWeek(
  demand: Demand,
  options: Limits & { readonly policies: readonly Contender[]; readonly price: number; readonly sampleAgeMinutes: number },
): string {
  const first = Math.max(0, demand.workers.length - WEEK_MINUTES);
  const course = { ...options, demand: demand.workers, startAt: demand.startAt };
  const lines = options.policies.slice(0, COLOURS.length).map((policy, index) => {
    const workers = new Float64Array(demand.workers.length);
    policy.playFor(course, [options.price], (minute, serving, coming) => {
      workers[minute] = serving + coming;
    });
    return { name: policy.name, colour: COLOURS[index] ?? '#000', workers: workers.subarray(first) };
  });
  const title = `${demand.name}: demand and workers, the last ${Math.round((demand.workers.length - first) / 1_440)} days`;
  return drawChart(demand.workers.subarray(first), { title, startAt: demand.startAt + first * 60_000, lines });
}
