import cliProgress from 'cli-progress';

export type Progress = { readonly set: (value: number) => void; readonly stop: () => void };

/** Updates a second at the most, so that counting costs nothing. */
const EVERY = 1_000;

/** A counter (or, with a total, a bar) on standard error while a person waits there; silent otherwise. */
export function openProgress(verb: string, unit: string, total?: number): Progress {
  if (!process.stderr.isTTY) return { set() {}, stop() {} };
  const format =
    total === undefined
      ? `${verb}: {value} ${unit}`
      : `${verb} {bar} {percentage} % | {value}/{total} ${unit} | {eta_formatted} left`;
  const bar = new cliProgress.SingleBar({ format, stream: process.stderr, clearOnComplete: true, hideCursor: true, fps: 5 });
  bar.start(total ?? 0, 0);
  let stopped = false;
  return {
    set: (value) => {
      if (value % EVERY === 0 || total !== undefined) bar.update(value);
    },
    stop() {
      if (!stopped) bar.stop();
      stopped = true;
    },
  };
}
