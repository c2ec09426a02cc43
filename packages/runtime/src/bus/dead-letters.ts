/** Something that a function could not handle, attempts exhausted. */
export type DeadLetter = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly service: string;
  readonly functionName: string;
  /** The rule, schedule or stream that it came from. */
  readonly source: string;
  readonly event: unknown;
  readonly attempts: number;
  readonly error: string;
};

/** The dead-letter queue. */
export type DeadLetterQueue = {
  add(letter: DeadLetter): void;
  list(): readonly DeadLetter[];
  /** All that ever came, also those that are no longer kept. */
  count(): number;
};

/** Beyond this the oldest letters go; a queue in AWS forgets after days. */
export const MAX_DEAD_LETTERS = 1_000;

export function createDeadLetterQueue(): DeadLetterQueue {
  const letters: DeadLetter[] = [];
  let count = 0;
  return {
    add(letter) {
      count += 1;
      letters.push(letter);
      if (letters.length > MAX_DEAD_LETTERS) letters.shift();
    },
    list: () => [...letters],
    count: () => count,
  };
}
