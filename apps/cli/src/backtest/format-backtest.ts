import type { Backtest, PolicyFigures } from '@smartscale/backtest';
import { formatTable } from '../table.ts';

const HEADER = [
  'policy',
  'worker-hours',
  'x optimum',
  'unserved %',
  'hot %',
  'squeezed h',
  'score20',
  'score100',
  'launches/day',
  'USD',
];
const NUMBERS = HEADER.map((_, column) => column).slice(1);

/** The figures of one trace as a table for people. */
export function formatBacktest({ trace, days, optimumWorkerHours, policies }: Backtest, { price }: { price: number }): string {
  const rows = policies.map((policy) => [
    policy.name,
    policy.workerHours.toFixed(0),
    policy.ratioToOptimum.toFixed(3),
    policy.unservedPercent.toFixed(3),
    policy.hotPercent.toFixed(2),
    policy.squeezedWorkerHours.toFixed(1),
    policy.score20.toFixed(3),
    policy.score100.toFixed(3),
    policy.launchesPerDay.toFixed(1),
    policy.costUsd.toFixed(2),
  ]);
  return [
    `${trace}: ${days.toFixed(1)} days, optimum ${optimumWorkerHours.toFixed(0)} worker-hours; a squeezed worker-hour is worth ${price} (scores: 20 and 100)`,
    formatTable([HEADER, ...rows], { right: NUMBERS }),
  ].join('\n');
}

export type MeanScores = Pick<PolicyFigures, 'name' | 'score20' | 'score100'>;

/** The mean scores of each policy over traces. */
export function meanScores(backtests: readonly Backtest[]): readonly MeanScores[] {
  const names = backtests[0]?.policies.map(({ name }) => name) ?? [];
  return names.map((name) => {
    const figures = backtests.flatMap(({ policies }) => policies.filter((policy) => policy.name === name));
    const mean = (of: (figure: PolicyFigures) => number) =>
      Number((figures.reduce((sum, figure) => sum + of(figure), 0) / figures.length).toFixed(4));
    return { name, score20: mean(({ score20 }) => score20), score100: mean(({ score100 }) => score100) };
  });
}

export function formatMeans(means: readonly MeanScores[], traces: number): string {
  const rows = means.map(({ name, score20, score100 }) => [name, score20.toFixed(3), score100.toFixed(3)]);
  return [`mean of ${traces} traces`, formatTable([['policy', 'score20', 'score100'], ...rows], { right: [1, 2] })].join('\n');
}

/** What a rehearsal takes for granted, a line each; nothing when there is nothing. */
export function formatAssumptions(assumptions: readonly string[]): readonly string[] {
  return assumptions.length === 0 ? [] : [['assumed of policy files:', ...assumptions.map((line) => `  ${line}`)].join('\n')];
}
