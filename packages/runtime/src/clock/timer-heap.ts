/** Something to run at a time. */
export type Timer = { readonly at: number; readonly order: number; run: (() => void) | undefined };

/** Timers by time, and by their order of setting within the same millisecond: a binary heap. */
export type TimerHeap = {
  push(timer: Timer): void;
  peek(): Timer | undefined;
  pop(): Timer | undefined;
};

export function createTimerHeap(): TimerHeap {
  const heap: Timer[] = [];
  return {
    push(timer) {
      heap.push(timer);
      rise(heap, heap.length - 1);
    },
    peek: () => heap[0],
    pop() {
      const first = heap[0];
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first;
    },
  };
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function rise(heap: Timer[], from: number): void {
  let index = from;
  const timer = heap[index] as Timer;
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex] as Timer;
    if (!isBefore(timer, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = timer;
}

function sink(heap: Timer[]): void {
  let index = 0;
  const timer = heap[0] as Timer;
  for (;;) {
    let childIndex = 2 * index + 1;
    if (childIndex >= heap.length) break;
    const right = heap[childIndex + 1];
    if (right !== undefined && isBefore(right, heap[childIndex] as Timer)) childIndex += 1;
    const child = heap[childIndex] as Timer;
    if (!isBefore(child, timer)) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = timer;
}
