import type { Wish } from './newsvendor.ts';
import type { NewsvendorSettings } from './settings.ts';

/** The reason for a wish, in a sentence. */
export function explainWish({ workers, evidence }: Wish, { price }: Pick<NewsvendorSettings, 'price'>): string {
  const { ahead, lastSaves, nextSaves } = evidence;
  const [moment] = ahead;
  const expects = moment
    ? `expects demand of ${moment.expected.toFixed(2)} workers (spread ${moment.spread.toFixed(2)}) in ${moment.minutes} minutes`
    : 'has seen no demand yet';
  const last =
    lastSaves === null ? 'the fewest there may be' : `the last of them saves ${lastSaves.toFixed(1)} times what it costs`;
  const next = nextSaves === null ? 'there may be no more' : `one more would save ${nextSaves.toFixed(1)} times`;
  return `${expects}; ${workers} workers: ${last}, ${next}, at ${price} worker-hours for a squeezed one`;
}
