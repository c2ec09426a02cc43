import type { Progress } from './progress.ts';

/** Views in one write: what one DynamoDB transaction can hold, with its progress and room to spare. */
export const MAX_VIEWS_IN_WRITE = 90;

/** Whose views: a projection of a cluster. */
export type ViewOwner = { readonly clusterId: string; readonly projection: string };

export type ViewWrite = {
  /** What is to be there afterwards; its revision is one above that which the writer read. */
  readonly progress: Progress;
  /** JSON texts by the name of the view. */
  readonly put: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
};

/**
 * Keeps views and how far they have come. All implementations keep the same contract, which one suite checks.
 * ViewsUnusableError when the file or table fails them.
 */
export type ViewStore = {
  /** What the last write left; EMPTY_PROGRESS before the first. */
  readProgress(owner: ViewOwner): Promise<Progress>;
  /**
   * Writes all or nothing. False, and nothing written, when the progress that is there is not of the revision before: someone else was
   * faster. RangeError when there are more than MAX_VIEWS_IN_WRITE views to put and remove.
   */
  write(owner: ViewOwner, change: ViewWrite): Promise<boolean>;
  /** A view as JSON text; undefined when there is none of that name. */
  readView(owner: ViewOwner, name: string): Promise<string | undefined>;
};

/** The views cannot be read or written: wrong file, wrong table, no access. */
export class ViewsUnusableError extends Error {
  override readonly name = 'ViewsUnusableError';
}

/** Throws the RangeError that `write` promises. */
export function checkWrite({ projection }: ViewOwner, { put, remove }: ViewWrite): void {
  const views = Object.keys(put).length + remove.length;
  if (views <= MAX_VIEWS_IN_WRITE) return;
  throw new RangeError(`projection ${projection} writes ${views} views at once, ${MAX_VIEWS_IN_WRITE} is the most`);
}
