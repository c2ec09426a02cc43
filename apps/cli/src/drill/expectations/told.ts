import type { RecordedEvent } from '@smartscale/events';
import { type Finding, within } from '../finding.ts';
import { eventsOf, type Story, timeOf } from '../story.ts';

export const TOLD_SECONDS = 60;
/** When as many of a kind were told within minutes, the last one has said that it speaks for those to come. */
const SPEAKS_FOR_MORE = 4;

/** People hear of one of these events, a minute after it at most. */
export function told(story: Story, about: readonly RecordedEvent[], what: string): Finding {
  const { begunAt, now } = story;
  const [first] = about;
  const sent = eventsOf(story, 'NoticeSent');
  const own = sent.find(({ data }) => about.some(({ id }) => id === data.causeId || data.alsoTells.includes(id)));
  const alike = sent.filter(({ data }) => data.causeType === first?.type);
  const notice = own ?? alike[SPEAKS_FOR_MORE - 1];
  const seconds = (first ? (timeOf(first) - begunAt) / 1_000 : 0) + TOLD_SECONDS + story.transitSeconds;
  const time = { begunAt, seconds: first ? seconds : Number.POSITIVE_INFINITY, now, at: timeOf(notice) };
  return within(`people are told ${what}`, time, notice ? `"${firstLine(notice.data.text)}"` : '');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
