import type { EventTypeOf, RecordedEvent } from '@smartscale/events';
import { indicesWithin } from '../history/columns.ts';
import type { History } from '../history/history.ts';
import type { Knowledge } from '../ports.ts';

/** A decision is carried out, or has failed, within this time. */
const STORY_MILLISECONDS = 1_800_000;

export type StoryLine = {
  readonly at: string;
  readonly type: string;
  readonly id: string;
  readonly text: string;
  readonly nodeId: string | null;
};

type Told = RecordedEvent<EventTypeOf<'fleet' | 'spot' | 'notices'>>;

/** What came of a decision, until its operation was completed: events that name it or what it set going. */
export function storyOf(
  history: History,
  decision: { readonly id: string; readonly correlationId: string; readonly at: number },
  rules: Knowledge,
): readonly StoryLine[] {
  const until = decision.at + STORY_MILLISECONDS;
  const names = new Set([decision.id]);
  const lines: StoryLine[] = [];
  let hasEnded = false;
  for (const event of eventsWithin(history, decision.at, until)) {
    const isNotice = event.type === 'NoticeSent' || event.type === 'NoticeFailed';
    const named = isNotice ? [event.data.causeId] : rules.namesIn(event);
    const isLinked =
      event.correlationId === decision.correlationId || [event.causationId, ...named].some((name) => names.has(name));
    if (!isLinked || (hasEnded && !isNotice)) continue;
    for (const name of [event.id, ...named]) names.add(name);
    hasEnded ||= event.type === 'ScaleCompleted' && event.data.operationId === decision.id;
    lines.push(lineOf(event, rules));
  }
  return lines;
}

export function lineOf(event: Told, rules: Knowledge): StoryLine {
  const nodeId = 'instanceId' in event.data ? event.data.instanceId : null;
  return { at: event.recordedAt, type: event.type, id: event.id, text: rules.describeEvent(event), nodeId };
}

function eventsWithin({ fleet, spot, notices }: History, from: number, to: number): readonly Told[] {
  const logs = [fleet, spot, notices].flatMap(({ at, events }): readonly Told[] => {
    const { start, end } = indicesWithin(at, from, to);
    return events.slice(start, end);
  });
  return logs.toSorted((one, other) => (one.recordedAt < other.recordedAt ? -1 : Number(one.recordedAt > other.recordedAt)));
}
