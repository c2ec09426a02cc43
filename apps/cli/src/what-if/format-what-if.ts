import { formatDuration } from '../duration.ts';
import { formatTable } from '../table.ts';
import type { WhatIf, WhatIfFigures } from './what-if.ts';

const SHOWN_GAPS = 5;
const HEADER = ['', 'worker-hours', 'unserved %', 'hot %', 'squeezed h', 'launches/day', 'score20', 'score100', 'USD'];
const NUMBERS = HEADER.map((_, column) => column).slice(1);

/** What a policy would have come to, for a terminal; or why that is not known. */
export function formatWhatIf(result: WhatIf | string): string {
  if (typeof result === 'string') return `what if: ${result}`;
  const { from, to, days, recorded, inForce, policy, changePercent, modelErrorPercent, gaps, assumptions } = result;
  const { ledger } = recorded;
  return [
    `what if, ${from} to ${to} (${days.toFixed(1)} days): the same demand in a closed loop`,
    formatTable(
      [HEADER, rowOf('recorded', recorded), rowOf('in force, rehearsed', inForce), rowOf('this policy, rehearsed', policy)],
      { right: NUMBERS, indent: '  ' },
    ),
    `  this policy beside what was in force: ${signed(changePercent.costUsd)} of cost, ${signed(changePercent.workerHours)} of worker-hours, unserved ${inForce.unservedPercent.toFixed(3)} -> ${policy.unservedPercent.toFixed(3)} %`,
    `  how far the rehearsal is to be trusted: it is ${signed(modelErrorPercent.costUsd)} of cost and ${signed(modelErrorPercent.workerHours)} of worker-hours off the record; the ledger has ${ledger.workerHours.toFixed(1)} worker-hours and ${ledger.costUsd.toFixed(2)} USD`,
    ...formatGaps(gaps),
    '  assumed:',
    ...assumptions.map((line) => `    ${line}`),
  ].join('\n');
}

function rowOf(name: string, figures: WhatIfFigures): readonly string[] {
  return [
    name,
    figures.workerHours.toFixed(1),
    figures.unservedPercent.toFixed(3),
    figures.hotPercent.toFixed(2),
    figures.squeezedWorkerHours.toFixed(1),
    figures.launchesPerDay.toFixed(1),
    figures.score20.toFixed(3),
    figures.score100.toFixed(3),
    figures.costUsd.toFixed(2),
  ];
}

function formatGaps(gaps: WhatIf['gaps']): readonly string[] {
  if (gaps.length === 0) return [];
  const shown = gaps.slice(0, SHOWN_GAPS).map(({ from, to }) => `    ${from} for ${formatDuration(secondsBetween(from, to))}`);
  const total = gaps.reduce((sum, { from, to }) => sum + secondsBetween(from, to), 0);
  const more = gaps.length > SHOWN_GAPS ? [`    and ${gaps.length - SHOWN_GAPS} more`] : [];
  return [`  not measured, held through and counted for nobody (${formatDuration(total)} in all):`, ...shown, ...more];
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1_000;
}

function signed(percent: number): string {
  return `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`;
}
