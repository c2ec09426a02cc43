import { blocksOf } from './blocks.ts';
import { kindInWords } from './folding.ts';
import type { Notice } from './notice.ts';
import type { OpenNotice, Storm } from './notices-state.ts';

/** What fits into two sections of Slack, with room to spare. */
const MAX_LINES = 40;
const MAX_LINE_CHARACTERS = 130;

type Line = { readonly at: string; readonly text: string };

/** One message for several that were not told when they happened, in their order. `open` holds at least one. */
export function digestOf(open: readonly [OpenNotice, ...OpenNotice[]], clusterId: string): Notice {
  const [first] = open;
  const last = open.at(-1) ?? first;
  const span = `from ${minuteOf(first.plannedAt)} to ${minuteOf(last.plannedAt)} UTC`;
  const isStorm = open.every(({ isFolded, causeType }) => isFolded && causeType === first.causeType);
  const title = isStorm
    ? `${open.length} more ${kindInWords(first.causeType)} ${span}`
    : `${open.length} messages ${span}, late`;
  const why = isStorm ? [] : ['They could not be told when they happened.'];
  const lines = open.map(({ plannedAt: at, text }) => ({ at, text }));
  return noticeOf({
    ...{ causeId: first.causeId, causeType: first.causeType, clusterId, occurredAt: first.plannedAt, title },
    details: [...why, ...written(lines, open.length)].join('\n'),
  });
}

/** The message of a storm, with all of it so far. */
export function stormNotice({ causeType, headId, since, lines, count }: Storm, clusterId: string): Notice {
  const newest = lines.at(-1)?.at ?? since;
  return noticeOf({
    ...{ causeId: headId, causeType, clusterId, occurredAt: since },
    title: `${count} more ${kindInWords(causeType)} from ${minuteOf(since)} to ${minuteOf(newest)} UTC`,
    details: [...written(lines, count), `\`smartscale events --type ${causeType}\` lists them.`].join('\n'),
  });
}

/** A late message that is told alone. */
export function toldLate(notice: Notice, seconds: number): Notice {
  const late = `Told ${Math.round(seconds / 60)} minutes late: it happened at ${minuteOf(notice.occurredAt)} UTC.`;
  const withIt = { ...notice, details: notice.details === '' ? late : `${late}\n${notice.details}` };
  return { ...withIt, blocks: blocksOf(withIt) };
}

/** A message of which nothing is known but its sentence: its event has expired. */
export function sentenceAlone({ causeId, causeType, plannedAt, text }: OpenNotice, clusterId: string): Notice {
  return noticeOf({ causeId, causeType, clusterId, occurredAt: plannedAt, title: text, details: '' });
}

function noticeOf(given: Pick<Notice, 'causeId' | 'causeType' | 'clusterId' | 'occurredAt' | 'title' | 'details'>): Notice {
  const notice = { ...given, severity: 'warning', facts: [], link: null } as const;
  return { ...notice, blocks: blocksOf(notice) };
}

/** The newest are the ones that are left out last: what a fleet is like now is what people need. */
function written(lines: readonly Line[], count: number): readonly string[] {
  const shown = lines.slice(-MAX_LINES);
  const left = count - shown.length;
  return [
    ...(left > 0 ? [`${left} earlier ones are not listed.`] : []),
    ...shown.map(({ at, text }) => `• ${minuteOf(at)} ${shortened(text)}`),
  ];
}

function shortened(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line.length > MAX_LINE_CHARACTERS ? `${line.slice(0, MAX_LINE_CHARACTERS - 1)}…` : line;
}

function minuteOf(timestamp: string): string {
  return timestamp.slice(11, 16);
}
