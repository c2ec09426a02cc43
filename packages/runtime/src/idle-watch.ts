/** Lets others wait until nothing is in motion. */
export type IdleWatch = {
  /** Looks whether all is at rest, and if so lets those go who wait for it. */
  check(): void;
  idle(): Promise<void>;
  /** Idle, or the time of the machine is up. */
  idleWithin(milliseconds: number): Promise<void>;
};

export function createIdleWatch(isIdle: () => boolean): IdleWatch {
  let waiting: (() => void)[] = [];

  const check = (): void => {
    if (waiting.length === 0 || !isIdle()) return;
    const released = waiting;
    waiting = [];
    for (const release of released) release();
  };

  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      queueMicrotask(check);
    });

  return {
    check,
    idle,
    async idleWithin(milliseconds) {
      let timeout: NodeJS.Timeout | undefined;
      const timeUp = new Promise<void>((resolve) => {
        timeout = setTimeout(resolve, milliseconds);
      });
      await Promise.race([idle(), timeUp]);
      clearTimeout(timeout);
    },
  };
}
