import { formatTable } from '../table.ts';
import type { Comparison } from './compare.ts';
import type { Side, Stretch } from './stretches.ts';

/** A comparison for a terminal. */
export function formatComparison(comparison: Comparison): string {
  const { shadows, from, to, evaluations, agreed, stretches, first, longest } = comparison;
  const parted = evaluations - agreed;
  const percent = Math.round((1_000 * agreed) / evaluations) / 10;
  const lines = [
    `${shadows.join(', ')} beside the policy in force, ${from} to ${to}`,
    `${evaluations} samples decided by both: ${agreed} the same (${percent} %), ${parted} not, in ${stretches} ${stretches === 1 ? 'stretch' : 'stretches'}`,
    '',
    formatTable(totalsOf(comparison), { right: [1, 2, 3], indent: '  ' }),
    '  Wanted at each sample, from the fleet as it really was: what would have come of the shadow is not known by this.',
  ];
  if (first.length > 0) lines.push('', 'First parted', ...first.map(formatStretch));
  if (longest.length > 0) lines.push('', 'Longest apart', ...longest.map(formatStretch));
  return lines.join('\n');
}

function totalsOf({ workerHours, changes }: Comparison): readonly string[][] {
  const rowOf = (label: string, who: 'inForce' | 'shadow') => [
    ...[label, workerHours[who].toFixed(1), `${changes[who].up}`, `${changes[who].down}`],
  ];
  return [['', 'worker-hours', 'up', 'down'], rowOf('in force', 'inForce'), rowOf('shadow', 'shadow')];
}

function formatStretch({ from, evaluations, inForce, shadow }: Stretch): string {
  const samples = evaluations === 1 ? '1 sample' : `${evaluations} samples`;
  return [`  ${from}  ${samples}`, `    in force: ${sayOf(inForce)}`, `    shadow:   ${sayOf(shadow)}`].join('\n');
}

function sayOf({ action, reason }: Side): string {
  return `${action}: ${reason}`;
}
