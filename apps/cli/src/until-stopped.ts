/** Aborts at Ctrl-C, at a polite kill, or after `seconds` when these are given. */
export function untilStopped(seconds: number | null): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = seconds === null ? undefined : setTimeout(abort, seconds * 1_000);
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  return {
    signal: controller.signal,
    dispose() {
      clearTimeout(timer);
      process.off('SIGINT', abort);
      process.off('SIGTERM', abort);
    },
  };
}
