/** A wake ended before the views had caught up. What was folded is kept; the repeat goes on from there. */
export class UnfinishedError extends Error {
  override readonly name = 'UnfinishedError';
  constructor(projection: string, { position, why }: { readonly position: number; readonly why: string }) {
    super(`the views of ${projection} have come to position ${position} and not to the end (${why}): the next wake goes on`);
  }
}

/** A command that cannot be carried out: what is wrong, and what is possible. */
export class UnusableCommandError extends Error {
  override readonly name = 'UnusableCommandError';
}
