import { useEffect, useState } from 'preact/hooks';

/** A value that parts of the page watch. */
export type Cell<Value> = {
  get(): Value;
  set(value: Value): void;
  /** Called after each change. Returns how to end that. */
  watch(listener: () => void): () => void;
};

export function createCell<Value>(initial: Value): Cell<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value of a cell, now and after each change. */
export function useCell<Value>(cell: Cell<Value>): Value {
  const [value, setValue] = useState(cell.get());
  useEffect(() => {
    const take = () => setValue(() => cell.get());
    take();
    return cell.watch(take);
  }, [cell]);
  return value;
}
