import { type EventStore, type RecordedEvent, toTimestamp } from '@smartscale/events';
import { describeEvent } from '../describe-event.ts';
import { pagesInRange } from '../read-all.ts';
import { openStory } from './story.ts';

/** A decision is carried out, or has failed, within this time. */
const STORY_MILLISECONDS = 30 * 60_000;

export type Consequence = { readonly at: string; readonly type: string; readonly id: string; readonly text: string };

/** What came of a decision, until its operation was completed. */
export async function consequencesOf(store: EventStore, decision: RecordedEvent): Promise<readonly Consequence[]> {
  const from = decision.recordedAt;
  const to = toTimestamp(Date.parse(from) + STORY_MILLISECONDS);
  const story = openStory(decision);
  const found: Consequence[] = [];
  for await (const page of pagesInRange(store, decision.clusterId, { from, to })) {
    for (const event of page.filter((each) => story.follows(each))) {
      found.push({ at: event.recordedAt, type: event.type, id: event.id, text: describeEvent(event) });
    }
  }
  return found;
}
