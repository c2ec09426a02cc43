import { type Finding, never, within } from '../finding.ts';
import { type Story, sizesOf } from '../story.ts';

/** Workers that are here or coming: at no moment fewer than were decided. */
export function neverUndershot(story: Story): Finding {
  const sizes = sizesOf(story);
  const worst = sizes.find(({ counted, decided }) => counted < decided);
  const least = Math.min(...sizes.map(({ counted }) => counted));
  return never(
    'never fewer workers here or coming than decided',
    worst && `${worst.counted} instead of ${worst.decided}`,
    `never fewer than ${least}`,
  );
}

/** Workers that carry pods: as many as were decided, once `gone` is known to be. */
export function sizeAgain(
  story: Story,
  { seconds, since }: { readonly seconds: number; readonly since: number | undefined },
): Finding {
  const { begunAt, now } = story;
  const again =
    since === undefined ? undefined : sizesOf(story).find(({ at, joined, decided }) => at > since && joined >= decided);
  const expected = `the decided size carries pods again within ${seconds} s`;
  return within(expected, { begunAt, seconds, now, at: again?.at }, again ? `${again.joined} workers` : '');
}
