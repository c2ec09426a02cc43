import { type EventStore, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { describeEvent } from '../describe-event.ts';

/** A decision is carried out, or has failed, within this time. */
const STORY_MILLISECONDS = 30 * 60_000;

export type Consequence = { readonly at: string; readonly type: string; readonly id: string; readonly text: string };

/** What came of a decision: the later events of the same story, apart from evaluations. */
export async function consequencesOf(store: EventStore, decision: RecordedEvent): Promise<readonly Consequence[]> {
  const from = decision.recordedAt;
  const to = toTimestamp(Date.parse(from) + STORY_MILLISECONDS);
  const found: Consequence[] = [];
  let after: string | undefined;
  do {
    const page = await store.readRange(decision.clusterId, after === undefined ? { from, to } : { from, to, after });
    for (const event of page.events) {
      if (event.correlationId !== decision.correlationId || event.stream === decision.stream) continue;
      if (event.type === 'MetricsSampled' || event.type === 'MetricsMissed') continue;
      found.push({ at: event.recordedAt, type: event.type, id: event.id, text: describeEvent(event) });
    }
    after = page.next;
  } while (after !== undefined);
  return found;
}
