import type { RecordedEvent } from '@smartscale/events';
import { blocksOf } from './blocks.ts';
import type { Notice } from './notice.ts';

/** What comes in numbers when a zone or a Spot market fails, in people's words. */
const FOLDED: Readonly<Record<string, string>> = { SpotWarning: 'Spot notices', NodeLost: 'lost nodes' };

/** So many of a kind are told one by one within FOLD_SECONDS. */
export const TOLD_ALONE = 3;
export const FOLD_SECONDS = 600;

/** When each of the last messages of a folded kind was planned; oldest first. */
export type Lately = readonly { readonly causeType: string; readonly at: string }[];

/** Whether a message is told by itself, is the one that speaks for those to come, or is told in that one. */
export function foldingOf(lately: Lately, causeType: string, now: string): 'alone' | 'first-of-more' | 'folded' {
  if (!Object.hasOwn(FOLDED, causeType)) return 'alone';
  const count = recent(lately, now).filter((said) => said.causeType === causeType).length;
  if (count < TOLD_ALONE) return 'alone';
  return count === TOLD_ALONE ? 'first-of-more' : 'folded';
}

/** In people's words: `Spot notices`. */
export function kindInWords(causeType: string): string {
  return FOLDED[causeType] ?? `messages of ${causeType}`;
}

/** The same message, saying that it speaks for those to come as well. `canChange`: they will be written into it. */
export function speakingForMore(notice: Notice, canChange: boolean): Notice {
  const how = canChange ? 'are added to this message' : 'are told in one message after that';
  const more = `More ${kindInWords(notice.causeType)} of the next ten minutes ${how}. \`smartscale events --type ${notice.causeType}\` lists them.`;
  const folded = { ...notice, details: notice.details === '' ? more : `${notice.details}\n${more}` };
  return { ...folded, blocks: blocksOf(folded) };
}

export function latelyAfter(lately: Lately, { data, occurredAt: at }: RecordedEvent<'NoticePlanned'>): Lately {
  const isTold = data.role === 'alone' || data.role === 'first-of-more';
  if (!isTold || !Object.hasOwn(FOLDED, data.causeType)) return lately;
  return [...recent(lately, at), { causeType: data.causeType, at }];
}

function recent(lately: Lately, now: string): Lately {
  return lately.filter(({ at }) => Date.parse(now) - Date.parse(at) < FOLD_SECONDS * 1_000);
}
