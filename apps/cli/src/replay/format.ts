import { styleText } from 'node:util';
import { formatTable } from '../table.ts';
import type { Difference, ReplayReport } from './report.ts';

const SHOWN = 10;

/** The report of a replay for a terminal. */
export function formatReplay(report: ReplayReport & { readonly seconds: number }, whatIf: boolean): string {
  const { evaluations, identical, differentCount, notRetained, ofShadow, seconds } = report;
  const counts = `${identical} ${whatIf ? 'would be the same' : 'identical'}, ${differentCount} different`;
  const lines = [`${evaluations} decisions decided again in ${seconds} s: ${counts}`];
  if (ofShadow > 0) lines.push(`${ofShadow} of them are of a shadow policy`);
  if (notRetained > 0) lines.push(`${notRetained} could not be decided again: what they rested on is not kept any more`);
  return [...lines, ...(differentCount > 0 ? formatDifferences(report, whatIf) : [verdict(report, whatIf)])].join('\n');
}

function verdict({ evaluations, identical }: ReplayReport, whatIf: boolean): string {
  if (identical === 0) return styleText('yellow', 'nothing was verified');
  if (identical < evaluations) return styleText('yellow', 'those that could be decided again are the same');
  return styleText('green', whatIf ? 'nothing would have been done otherwise' : 'every decision is the same again');
}

function formatDifferences({ different, differentCount }: ReplayReport, whatIf: boolean): readonly string[] {
  const [first] = different;
  if (!first) return [];
  const { path, recorded, again } = first.first;
  const lines = [
    `first difference: decision ${first.position} at ${first.at} (${first.id})`,
    `  ${path}: recorded ${JSON.stringify(recorded)}, ${whatIf ? 'would be' : 'now'} ${JSON.stringify(again)}`,
    formatTable(different.slice(0, SHOWN).flatMap(rowsOf), { indent: '  ' }),
  ];
  const more = differentCount - SHOWN;
  return more > 0 ? [...lines, `  and ${more} more (--json lists up to ${different.length})`] : lines;
}

function rowsOf({ at, recorded, again }: Difference): string[][] {
  const would = again ? [`${again.action} ${again.from} -> ${again.to}`, again.reason] : ['nothing', 'no decision at all'];
  return [
    [at, 'was', `${recorded.action} ${recorded.from} -> ${recorded.to}`, recorded.reason],
    ['', 'would be', ...would],
  ];
}
