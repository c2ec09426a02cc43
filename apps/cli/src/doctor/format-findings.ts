import { styleText } from 'node:util';
import type { Finding, Phase, Verdict } from './finding.ts';

const MARKS: Readonly<Record<Verdict, string>> = {
  ok: styleText('green', 'ok     '),
  warning: styleText('yellow', 'warning'),
  failed: styleText('red', 'FAILED '),
  unknown: styleText('magenta', 'unknown'),
};

const TITLES: Readonly<Record<Phase, string>> = { before: 'Before deploying', after: 'What runs' };

/** A list for a terminal: each finding, and below it what to do. */
export function formatFindings(findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.map(({ name }) => name.length));
  const sections = (['before', 'after'] as const).flatMap((phase) => {
    const ofPhase = findings.filter((finding) => finding.phase === phase);
    if (ofPhase.length === 0) return [];
    return [[styleText('bold', TITLES[phase]), ...ofPhase.map((finding) => formatFinding(finding, width))].join('\n')];
  });
  return [...sections, summaryOf(findings)].join('\n\n');
}

function formatFinding({ name, verdict, found, toDo }: Finding, width: number): string {
  const line = `  ${MARKS[verdict]}  ${name.padEnd(width)}  ${found}`;
  const steps = toDo === null ? [] : toDo.split('\n').map((step) => `${' '.repeat(width + 13)}-> ${step}`);
  return [line, ...steps].join('\n');
}

export type Counts = Readonly<Record<Verdict, number>>;

export function countVerdicts(findings: readonly Finding[]): Counts {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  return { ok: count('ok'), warning: count('warning'), failed: count('failed'), unknown: count('unknown') };
}

function summaryOf(findings: readonly Finding[]): string {
  const { ok, warning, failed, unknown } = countVerdicts(findings);
  const counts = `${ok} ok, ${warning} to be looked at, ${failed} failed, ${unknown} not known`;
  return failed > 0 ? styleText('red', counts) : styleText('bold', counts);
}
