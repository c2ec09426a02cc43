/** What will happen at a known time, kept as a binary heap: earliest first, then in the order of adding. */
export type Agenda = {
  /** Epoch milliseconds. */
  add(at: number, happen: () => void): void;
  /** Takes the earliest entry that is due, or undefined. */
  takeDue(now: number): Entry | undefined;
};

export type Entry = { readonly at: number; readonly happen: () => void };
type Queued = Entry & { readonly order: number };

export function createAgenda(): Agenda {
  const heap: Queued[] = [];
  let order = 0;
  return {
    add(at, happen) {
      order += 1;
      heap.push({ at, happen, order });
      rise(heap);
    },
    takeDue(now) {
      const first = heap[0];
      if (first === undefined || first.at > now) return undefined;
      const last = heap.pop() as Queued;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first;
    },
  };
}

function rise(heap: Queued[]): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!isBefore(heap, child, parent)) return;
    swap(heap, child, parent);
    child = parent;
  }
}

function sink(heap: Queued[]): void {
  let parent = 0;
  for (;;) {
    const left = 2 * parent + 1;
    const right = left + 1;
    let first = parent;
    if (left < heap.length && isBefore(heap, left, first)) first = left;
    if (right < heap.length && isBefore(heap, right, first)) first = right;
    if (first === parent) return;
    swap(heap, first, parent);
    parent = first;
  }
}

function isBefore(heap: readonly Queued[], one: number, other: number): boolean {
  const a = heap[one] as Queued;
  const b = heap[other] as Queued;
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}

function swap(heap: Queued[], one: number, other: number): void {
  const kept = heap[one] as Queued;
  heap[one] = heap[other] as Queued;
  heap[other] = kept;
}
