/** How much more a second counts after each change of the load. */
const LEAP = 1_000;

/** What a worker's CPUs have spent idle and busy. Grows as it is read. */
export type CpuCounters = {
  /** From now on, 0 to 100. */
  setBusyPercent(percent: number): void;
  read(): { readonly idle: number; readonly busy: number };
};

/**
 * The counters of node_cpu_seconds_total. The collector looks at the average of the last three minutes, which would be longer than the
 * whole journey. So each change of the load leaps: what comes after it weighs a thousand times what came before, and the average is
 * the new load after a second.
 */
export function createCpuCounters(busyPercent: number, now: () => number): CpuCounters {
  let share = busyPercent / 100;
  let weight = 1;
  let idle = 1;
  let busy = 1;
  let countedTo = now();
  const count = () => {
    const seconds = ((now() - countedTo) / 1_000) * weight;
    countedTo = now();
    idle += seconds * (1 - share);
    busy += seconds * share;
    return { idle, busy };
  };
  return {
    setBusyPercent(percent) {
      count();
      share = percent / 100;
      weight *= LEAP;
    },
    read: count,
  };
}
