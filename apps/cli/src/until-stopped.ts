/** A signal again after this time is from someone who does not want to wait; sooner it is the same one, sent to a whole group. */
const IMPATIENT_MILLISECONDS = 2_000;

const INTERRUPTED_EXIT_CODE = 130;

export type UntilStopped = { readonly signal: AbortSignal; readonly abort: () => void; dispose(): void };

/** Aborts at Ctrl-C, at a polite kill, or after `seconds` when these are given. A second Ctrl-C, later, ends the process. */
export function untilStopped(seconds: number | null): UntilStopped {
  const controller = new AbortController();
  let askedAt: number | undefined;
  // Stays until the end: what restores the cursor at exit ends the process when nobody else listens to a signal.
  const stop = () => {
    if (askedAt !== undefined && performance.now() - askedAt > IMPATIENT_MILLISECONDS) process.exit(INTERRUPTED_EXIT_CODE);
    askedAt ??= performance.now();
    controller.abort();
  };
  const timer = seconds === null ? undefined : setTimeout(() => controller.abort(), seconds * 1_000);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    abort: () => controller.abort(),
    dispose() {
      clearTimeout(timer);
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
