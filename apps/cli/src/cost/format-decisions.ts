import type { SettledDecision } from '@smartscale/projections/ledger';
import { formatTable } from '../table.ts';

/** What the decisions of a month came to, and what was predicted of them. */
export function formatSavings(decisions: readonly SettledDecision[]): readonly string[] {
  const ups = decisions.filter(({ action }) => action === 'up');
  const downs = decisions.filter(({ action }) => action === 'down');
  if (decisions.length === 0) return [];
  const { predictedUsd, cameUsd, count } = predictionsOf(downs);
  const compared =
    count === 0
      ? 'none of them has a prediction that can be judged yet'
      : `of ${count} that are over and had a prediction, ${money(predictedUsd)} was predicted and ${money(cameUsd)} came`;
  return [
    `${ups.length} decisions to grow cost ${money(total(ups))} USD until they were undone; ${downs.length} to shrink saved ${money(total(downs))}: ${compared}.`,
  ];
}

/** Predicted and actual savings of the shrinkings that are over and had a prediction. */
export function predictionsOf(decisions: readonly SettledDecision[]): {
  readonly count: number;
  readonly predictedUsd: number;
  readonly cameUsd: number;
} {
  const judged = decisions.filter((each) => each.action === 'down' && each.predictedUsd !== null && !each.isOpen);
  const predictedUsd = judged.reduce((sum, each) => sum + (each.predictedUsd ?? 0), 0);
  return { count: judged.length, predictedUsd, cameUsd: total(judged) };
}

/** A line for each. */
export function formatDecisions(decisions: readonly SettledDecision[]): string {
  const rows = decisions.map(({ at, action, workers, settledUsd, predictedUsd, isOpen, isPartlyUnknown, reason }) => [
    new Date(at).toISOString().slice(0, 16).replace('T', ' '),
    `${action} ${workers}`,
    `${settledUsd.toFixed(3)}${isPartlyUnknown ? '+?' : ''}${isOpen ? ' so far' : ''}`,
    predictedUsd === null ? '' : predictedUsd.toFixed(3),
    reason,
  ]);
  return formatTable([['decision', '', 'USD', 'predicted', 'why'], ...rows], { right: [3], indent: '  ' });
}

function total(decisions: readonly SettledDecision[]): number {
  return decisions.reduce((sum, { settledUsd }) => sum + settledUsd, 0);
}

function money(value: number): string {
  return value.toFixed(2);
}
