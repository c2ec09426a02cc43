/** An event that was taken from the store and is not yet done with everywhere. */
export type TrackedEvent = { readonly sequence: number; readonly id: string; open: number };

/**
 * Knows up to where everything is done: relayed, and every delivery handled or given up. What a process that was killed had not finished
 * lies after that point, so the next one relays it again.
 */
export type Progress = {
  /** Sets where to begin. Only before the first event. */
  startAfter(sequence: number): void;
  /** Begins to track an event, or finds it when another reader of the stream came first. Sequences come in ascending order. */
  begin(sequence: number, id: string): TrackedEvent;
  find(id: string): TrackedEvent | undefined;
  /** One more thing to be done with the event. */
  open(event: TrackedEvent): void;
  close(event: TrackedEvent): void;
  /** The last sequence up to which everything is done. */
  doneUpTo(): number;
};

/** `readers` is how many readers of the stream must each be done with an event. */
export function createProgress(readers: number): Progress {
  const byId = new Map<string, TrackedEvent>();
  const queue = createQueue<TrackedEvent>();
  let doneUpTo = 0;

  const advance = (): void => {
    for (let first = queue.first(); first !== undefined && first.open === 0; first = queue.first()) {
      doneUpTo = first.sequence;
      byId.delete(first.id);
      queue.removeFirst();
    }
  };

  return {
    startAfter(sequence) {
      doneUpTo = sequence;
    },
    begin(sequence, id) {
      const known = byId.get(id);
      if (known !== undefined) return known;
      const event = { sequence, id, open: readers };
      byId.set(id, event);
      queue.add(event);
      return event;
    },
    find: (id) => byId.get(id),
    open(event) {
      event.open += 1;
    },
    close(event) {
      event.open -= 1;
      if (event.open === 0) advance();
    },
    doneUpTo: () => doneUpTo,
  };
}

/** First in, first out, without moving the rest on each removal. */
function createQueue<Item>() {
  let items: Item[] = [];
  let head = 0;
  return {
    first: (): Item | undefined => items[head],
    add: (item: Item): void => void items.push(item),
    removeFirst() {
      head += 1;
      if (head < COMPACT_AT && head < items.length) return;
      items = items.slice(head);
      head = 0;
    },
  };
}

const COMPACT_AT = 1_000;
