import uPlot from 'uplot';
import { local } from '../format/time.ts';
import { COLUMN } from './chart-data.ts';
import { drawMarks, type Marks } from './draw-marks.ts';
import { type Palette, palette } from './palette.ts';

const FONT = '11px system-ui, sans-serif';
const DAY_SECONDS = 86_400;

export type ChartSize = { readonly width: number; readonly height: number };

/** The chart: workers as steps over their Spot part, demand as a line, the forecast as a band. `marks` are drawn above. */
export function chartOptions({ width, height }: ChartSize, marks: () => Marks): uPlot.Options {
  return {
    width,
    height,
    padding: [30, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: { time: true, auto: false },
      y: { auto: true, range: (_chart, _low, high) => [0, Math.max(4, Math.ceil((high || 0) * 1.08))] },
    },
    axes: axes(),
    series: series(),
    bands: [
      { series: [COLUMN.foreseenHigh, COLUMN.foreseenLow], fill: () => palette().band },
      { series: [COLUMN.high, COLUMN.demand], fill: () => palette().line },
    ],
    hooks: {
      draw: [(chart) => drawMarks(chart, marks(), palette())],
    },
  };
}

function axes(): uPlot.Axis[] {
  const colour = (name: keyof Palette) => () => palette()[name];
  const common = { stroke: colour('muted'), font: FONT, ticks: { show: false } };
  return [
    {
      ...common,
      size: 26,
      space: 84,
      grid: { stroke: colour('line'), width: 1 },
      values: (chart, splits) => {
        const { min = 0, max = 0 } = chart.scales['x'] ?? {};
        const isLong = (max ?? 0) - (min ?? 0) > 3 * DAY_SECONDS;
        return splits.map((at) => timeLabel(at, isLong));
      },
    },
    { ...common, size: 34, space: 36, grid: { stroke: colour('line'), width: 1 }, incrs: [1, 2, 4, 5, 10, 20, 50, 100, 200] },
  ];
}

function timeLabel(at: number, isLong: boolean): string {
  const clock = local(at * 1_000, 'clock');
  return isLong || clock === '00:00' ? local(at * 1_000, 'day') : clock;
}

function series(): uPlot.Series[] {
  const colour = (name: keyof Palette) => () => palette()[name];
  const stepped = uPlot.paths.stepped?.({ align: -1 });
  const steps = stepped ? { paths: stepped } : {};
  const quiet = { points: { show: false } };
  return [
    {},
    { ...quiet, ...steps, label: 'workers', stroke: colour('accent'), width: 2 },
    { ...quiet, ...steps, label: 'Spot', width: 0, fill: colour('accentSoft') },
    { ...quiet, label: 'highest demand', width: 0 },
    { ...quiet, label: 'demand', stroke: colour('ink'), width: 1.25 },
    { ...quiet, label: 'foreseen, low', width: 0, spanGaps: true },
    { ...quiet, label: 'foreseen', stroke: colour('muted'), width: 1.25, dash: [4, 3], spanGaps: true },
    { ...quiet, label: 'foreseen, high', width: 0, spanGaps: true },
  ];
}
