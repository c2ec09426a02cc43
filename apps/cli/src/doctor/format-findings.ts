import { styleText } from 'node:util';
import type { Finding, Phase, Verdict } from './finding.ts';

const MARKS: Readonly<Record<Verdict, string>> = {
  ok: styleText('green', 'ok     '),
  warning: styleText('yellow', 'warning'),
  failed: styleText('red', 'FAILED '),
  unknown: styleText('magenta', 'unknown'),
};

const TITLES: Readonly<Record<Phase, string>> = { before: 'Before deploying', after: 'What runs' };

/** A list for a terminal: each finding, and below it what to do. What several in a row have found alike is said once, and last what is `unanswered`. */
export function formatFindings(findings: readonly Finding[], unanswered: readonly string[]): string {
  const width = Math.max(0, ...findings.map(({ name }) => name.length));
  const sections = (['before', 'after'] as const).flatMap((phase) => {
    const groups = grouped(findings.filter((finding) => finding.phase === phase));
    if (groups.length === 0) return [];
    return [[styleText('bold', TITLES[phase]), ...groups.map((group) => formatGroup(group, width))].join('\n')];
  });
  return [...sections, summaryOf(findings, unanswered)].join('\n\n');
}

type Group = { readonly names: string[]; readonly finding: Finding };

function grouped(findings: readonly Finding[]): readonly Group[] {
  const groups: Group[] = [];
  for (const finding of findings) {
    const last = groups.at(-1);
    if (last && isAlike(last.finding, finding)) last.names.push(finding.name);
    else groups.push({ names: [finding.name], finding });
  }
  return groups;
}

function isAlike(one: Finding, other: Finding): boolean {
  return one.verdict === other.verdict && one.found === other.found && one.toDo === other.toDo;
}

const MARK_COLUMNS = 11;

function formatGroup({ names, finding: { verdict, found, toDo } }: Group, width: number): string {
  const indent = ' '.repeat(MARK_COLUMNS + width + 2);
  const [name = '', ...others] = names;
  const head = others.length === 0 ? `${name.padEnd(width)}  ${found}` : `${names.join(', ')}\n${indent}${found}`;
  const steps = toDo === null ? [] : toDo.split('\n').map((step) => `${indent}-> ${step}`);
  return [`  ${MARKS[verdict]}  ${head}`, ...steps].join('\n');
}

export type Counts = Readonly<Record<Verdict, number>>;

export function countVerdicts(findings: readonly Finding[]): Counts {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  return { ok: count('ok'), warning: count('warning'), failed: count('failed'), unknown: count('unknown') };
}

function summaryOf(findings: readonly Finding[], unanswered: readonly string[]): string {
  const { ok, warning, failed, unknown } = countVerdicts(findings);
  const counts = `${ok} ok, ${warning} to be looked at, ${failed} failed, ${unknown} not known`;
  if (unanswered.length > 0) return styleText('red', `${counts}; required, and could not be asked: ${unanswered.join(', ')}`);
  return failed > 0 ? styleText('red', counts) : styleText('bold', counts);
}
