import { styleText } from 'node:util';
import { formatTable } from '../table.ts';
import type { Difference, ReplayReport } from './replay.ts';

const SHOWN = 10;

/** The report of a replay for a terminal. */
export function formatReplay(report: ReplayReport & { readonly seconds: number }, whatIf: boolean): string {
  const { evaluations, identical, differentCount, different, notRetained, seconds } = report;
  const lines = [
    `${evaluations} decisions decided again in ${seconds} s: ${identical} ${whatIf ? 'would be the same' : 'identical'}, ${differentCount} different`,
  ];
  if (notRetained > 0) lines.push(`${notRetained} could not be decided again: the events they rested on have expired`);
  const [first] = different;
  if (!first)
    return [
      ...lines,
      styleText('green', whatIf ? 'nothing would have been done otherwise' : 'every decision is the same again'),
    ].join('\n');
  const { path, recorded, again } = first.first;
  lines.push(
    `first difference: decision ${first.position} at ${first.at} (${first.id})`,
    `  ${path}: recorded ${JSON.stringify(recorded)}, ${whatIf ? 'would be' : 'now'} ${JSON.stringify(again)}`,
    formatTable(different.slice(0, SHOWN).flatMap(rowsOf), { indent: '  ' }),
  );
  if (differentCount > SHOWN) lines.push(`  and ${differentCount - SHOWN} more (--json lists up to ${different.length})`);
  return lines.join('\n');
}

function rowsOf({ at, recorded, again }: Difference): string[][] {
  return [
    [at, 'was', `${recorded.action} ${recorded.from} -> ${recorded.to}`, recorded.reason],
    ['', 'would be', `${again.action} ${again.from} -> ${again.to}`, again.reason],
  ];
}
