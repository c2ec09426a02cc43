import { styleText } from 'node:util';
import { formatTable } from '../table.ts';
import { type Finding, sayDuration, type Verdict } from './finding.ts';
import type { Followed } from './follow.ts';

export type DrillResult = Followed & {
  readonly drill: string;
  readonly says: string;
  readonly begunAt: string;
  readonly ok: boolean;
};

const MARKS: Readonly<Record<Verdict, string>> = {
  'as-expected': styleText('green', 'ok'),
  'not-as-expected': styleText('red', 'NO'),
  open: styleText('yellow', '?'),
};

/** What should have happened beside what did, line by line. */
export function formatDrill({ drill, says, begunAt, findings, seconds, cutShort }: DrillResult): string {
  const rows = findings.map(({ verdict, expected, seen }) => [MARKS[verdict], expected, seen]);
  const right = findings.filter(({ verdict }) => verdict === 'as-expected').length;
  const end = cutShort === null ? '' : `; not followed to its end: ${cutShort}`;
  const sum = `${right} of ${findings.length} as expected, in ${sayDuration(seconds)} of the fleet's time${end}`;
  return [`drill ${drill}, ${begunAt}: ${says}`, formatTable([['', 'expected', 'seen'], ...rows], { indent: '  ' }), sum].join(
    '\n',
  );
}

export function isAsExpected(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict === 'as-expected');
}
