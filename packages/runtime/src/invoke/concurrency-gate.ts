/** Lets so many in at one time; the others wait in their order. */
export type ConcurrencyGate = {
  /** Runs `start` now or when a place is free. What it starts must call `leave` at its end. */
  enter(start: () => void): void;
  leave(): void;
};

export function createConcurrencyGate(limit: number): ConcurrencyGate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    enter(start) {
      if (inside >= limit) {
        waiting.push(start);
        return;
      }
      inside += 1;
      start();
    },
    leave() {
      const next = waiting.shift();
      if (next === undefined) inside -= 1;
      else next();
    },
  };
}
