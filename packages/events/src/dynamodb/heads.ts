/** Where a stream ended when it was last looked at. */
export type Head = {
  readonly position: number;
  /** Undefined when only a snapshot told of the position. */
  readonly recordedAt?: string | undefined;
};

/** The highest position of each stream that one store object has seen there. Streams only grow, so it can never be too high. */
export type Heads = {
  of(stream: string): Head | undefined;
  saw(stream: string, found: readonly Head[]): void;
};

export function createHeads(): Heads {
  const heads = new Map<string, Head>();
  return {
    of: (stream) => heads.get(stream),
    saw(stream, found) {
      for (const { position, recordedAt } of found) {
        const known = heads.get(stream);
        // The event itself tells more than a snapshot of the same position.
        if (known && (known.position > position || (known.position === position && known.recordedAt !== undefined))) continue;
        heads.set(stream, { position, recordedAt });
      }
    },
  };
}
