import { createRealClock, type RuntimeClock } from '@smartscale/runtime';

/** `epoch` (epoch milliseconds) is when it showed the machine's time. Each process that is given the same two shows the same time. */
export type Pace = { readonly epoch: number; readonly factor: number };

/** The machine's clock, going `factor` times as fast: what takes hours in a fleet takes minutes in a test, in several processes at once. */
export function createFastClock({ epoch, factor }: Pace): RuntimeClock {
  const real = createRealClock();
  const toReal = (at: number) => epoch + (at - epoch) / factor;
  return {
    now: () => Math.round(epoch + (real.now() - epoch) * factor),
    sleep: (milliseconds) => real.sleep(milliseconds / factor),
    schedule: (at, run) => real.schedule(toReal(at), run),
  };
}
