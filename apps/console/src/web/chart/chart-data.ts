import uPlot from 'uplot';
import type { RangeView } from '../../server/views/range-view.ts';

export type Unit = 'workers' | 'cores';

/** Columns of the chart by their place. */
export const COLUMN = {
  time: 0,
  workers: 1,
  spot: 2,
  high: 3,
  demand: 4,
  foreseenLow: 5,
  foreseenMiddle: 6,
  foreseenHigh: 7,
} as const;

/** A span as uPlot draws it. Forecasts have times of their own, which are put among the others. */
export function chartData(view: RangeView, unit: Unit): uPlot.AlignedData {
  const { at, workers, spot, demand, demandHigh, cores, capacityCores, forecast } = view;
  const perWorker = unit === 'cores' ? (forecast.coresPerWorker ?? 1) : 1;
  const scaled = (column: readonly (number | null)[]) =>
    unit === 'cores' ? column.map((value) => (value === null ? null : value * perWorker)) : [...column];
  const measured: uPlot.AlignedData = [
    [...at],
    unit === 'cores' ? [...capacityCores] : [...workers],
    scaled(spot),
    scaled(demandHigh),
    unit === 'cores' ? [...cores] : [...demand],
  ];
  const { low, middle, high } = forecast;
  const steps = sortedSteps(forecast.at, [low, middle, high]);
  const foreseen: uPlot.AlignedData = [steps.at, ...steps.columns.map(scaled)];
  return steps.at.length === 0
    ? ([...measured, ...[low, middle, high].map(() => at.map(() => null))] as uPlot.AlignedData)
    : uPlot.join([measured, foreseen]);
}

/** In order of time, the later forecast of a moment before the earlier one. */
function sortedSteps(at: readonly number[], columns: readonly (readonly (number | null)[])[]) {
  const newest = new Map(at.map((time, index) => [time, index]));
  const order = [...newest].sort(([one], [other]) => one - other).map(([, index]) => index);
  return {
    at: order.map((index) => at[index] ?? 0),
    columns: columns.map((column) => order.map((index) => column[index] ?? null)),
  };
}
