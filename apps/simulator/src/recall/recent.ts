/** The newest of a numbered sequence without gaps: at least `keep` of them, at most twice as many. */
export type Recent<Item> = {
  /** Number of the last item; 0 when there was none. */
  readonly head: number;
  add(item: Item): void;
  /** Items from number `from` (at least 1) on, at most `limit`; undefined when the first of them is no longer kept. */
  forward(from: number, limit?: number): readonly Item[] | undefined;
  /** Items from number `from` down, at most `limit`, the newest first; undefined when not all of them are kept. */
  backward(from: number, limit: number): readonly Item[] | undefined;
};

export function createRecent<Item>(keep: number): Recent<Item> {
  let head = 0;
  let kept: Item[] = [];
  const indexOf = (number: number) => kept.length - 1 - (head - number);
  return {
    get head() {
      return head;
    },
    add(item) {
      head += 1;
      kept.push(item);
      if (kept.length > 2 * keep) kept = kept.slice(-keep);
    },
    forward(from, limit) {
      if (from > head) return [];
      const index = indexOf(from);
      return index < 0 ? undefined : kept.slice(index, limit === undefined ? undefined : index + limit);
    },
    backward(from, limit) {
      const last = indexOf(Math.min(from, head));
      const first = Math.max(last - limit + 1, indexOf(1));
      return first < 0 ? undefined : kept.slice(first, last + 1).reverse();
    },
  };
}
