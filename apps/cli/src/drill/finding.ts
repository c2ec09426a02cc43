/** `open`: it may still come. */
export type Verdict = 'as-expected' | 'not-as-expected' | 'open';

/** What should have happened, and what did: both as words that make one line. */
export type Finding = { readonly expected: string; readonly seen: string; readonly verdict: Verdict };

/** What is expected by a time. `at` is when it happened; undefined: not yet. All in epoch milliseconds. */
export function within(
  expected: string,
  time: { readonly begunAt: number; readonly seconds: number; readonly now: number; readonly at: number | undefined },
  seen: string,
): Finding {
  const { begunAt, seconds, now, at } = time;
  if (at === undefined) {
    const isOver = now > begunAt + seconds * 1_000;
    return { expected, seen: `not ${isOver ? 'by then' : 'yet'}`, verdict: isOver ? 'not-as-expected' : 'open' };
  }
  const after = Math.max(0, at - begunAt) / 1_000;
  const isIn = after <= seconds;
  return {
    expected,
    seen: `${seen === '' ? '' : `${seen}, `}after ${sayDuration(after)}`,
    verdict: isIn ? 'as-expected' : 'not-as-expected',
  };
}

/** What must not happen: `wrong` says that it did. */
export function never(expected: string, wrong: string | undefined, seen: string): Finding {
  return wrong === undefined
    ? { expected, seen, verdict: 'as-expected' }
    : { expected, seen: wrong, verdict: 'not-as-expected' };
}

/** A finding of which more is known than its time: what is wrong although it came. */
export function but(finding: Finding, wrong: string | undefined): Finding {
  return wrong === undefined ? finding : { ...finding, seen: wrong, verdict: 'not-as-expected' };
}

/** What must be there in the end; until then nothing is said. */
export function whenOver(isOver: boolean, finding: () => Finding, expected: string): Finding {
  return isOver ? finding() : { expected, seen: 'not yet', verdict: 'open' };
}

/** Seconds as they matter in a drill: tenths while they are few. */
export function sayDuration(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 600) return `${Math.round(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}
