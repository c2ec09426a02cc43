import { describeEvent } from '../describe-event.ts';
import { formatTable } from '../table.ts';
import { timeOf } from './archived-event.ts';
import type { ArchiveDetails, ArchivedEvent, ArchiveSummary } from './event-archive.ts';

const KILOBYTE = 1_024;
const MAX_DETAIL_CHARACTERS = 100;

/** One line for people, in the form of `smartscale events`. */
export function formatArchived(archived: ArchivedEvent): string {
  if (archived.kind === 'event') return lineOf(timeOf(archived), archived.event.type, describeEvent(archived.event));
  const { source, 'detail-type': type, detail } = archived.delivery;
  return lineOf(timeOf(archived), type, `from ${source}: ${JSON.stringify(detail).slice(0, MAX_DETAIL_CHARACTERS)}`);
}

export function formatArchives(archives: readonly ArchiveSummary[]): string {
  const rows = archives.map(({ name, state, events, bytes, keptDays, since }) => [
    name,
    state,
    String(events),
    `${Math.round(bytes / KILOBYTE)} KB`,
    keptDays === null ? 'for good' : `${keptDays} days`,
    since ?? '-',
  ]);
  return formatTable([['archive', 'state', 'events', 'size', 'kept', 'since'], ...rows], { right: [2, 3] });
}

export function formatDetails(details: ArchiveDetails): string {
  const { source, inspection, replays, streams } = details;
  const replayed =
    inspection === null
      ? 'is read in place'
      : `goes by rule ${inspection.rule} to ${inspection.queue}, where ${inspection.waiting} messages wait`;
  const parts = [
    formatArchives([details]),
    `holds ${source}; a replay ${replayed}`,
    formatTable(
      streams.map(({ stream, events, first, last }) => [stream, String(events), first, last]),
      { right: [1] },
    ),
    formatTable(replays.map(({ name, state, startedAt, reason }) => [name, state, startedAt ?? '-', reason ?? ''])),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function lineOf(time: string, type: string, text: string): string {
  return `${time}  ${type.padEnd(19)} ${text}`;
}
