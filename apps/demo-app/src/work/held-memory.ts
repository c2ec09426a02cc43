export const MIB = 1024 ** 2;

export type HeldMemory = {
  /** Holds that much for a time. False when it would be more than all together may hold. */
  hold(bytes: number, seconds: number): boolean;
  readonly heldBytes: number;
  releaseAll(): void;
};

/** Memory that is really there: it is written to, so that the system has to find it. */
export function createHeldMemory(options: { readonly mostBytes: number }): HeldMemory {
  const held = new Map<NodeJS.Timeout, Buffer>();
  let heldBytes = 0;
  const release = (timer: NodeJS.Timeout) => {
    heldBytes -= held.get(timer)?.length ?? 0;
    held.delete(timer);
    clearTimeout(timer);
  };
  return {
    get heldBytes() {
      return heldBytes;
    },
    hold(bytes, seconds) {
      if (heldBytes + bytes > options.mostBytes) return false;
      const timer = setTimeout(() => release(timer), seconds * 1_000);
      held.set(timer, Buffer.alloc(bytes, 1));
      heldBytes += bytes;
      return true;
    },
    releaseAll() {
      for (const timer of [...held.keys()]) release(timer);
    },
  };
}
