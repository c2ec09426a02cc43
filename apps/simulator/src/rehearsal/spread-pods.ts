type Size = { readonly cores: number; readonly bytes: number };

/** `count` pods of one size. */
type Pods = Size & { readonly count: number };

/** Rounding noise of sums of cores. */
const NOISE = 1e-9;

/** Pods on empty workers, the largest first, each on the first that has room: who is placed, and who waits. */
export function spreadOver(
  workers: number,
  { room, pods }: { readonly room: Size; readonly pods: readonly Pods[] },
): { readonly placed: readonly Pods[]; readonly waiting: readonly Pods[] } {
  const free = Array.from({ length: workers }, () => ({ ...room }));
  const placed: Pods[] = [];
  const waiting: Pods[] = [];
  const shareOf = ({ cores, bytes }: Size) => Math.max(cores / room.cores, bytes / room.bytes);
  for (const size of pods.toSorted((one, other) => shareOf(other) - shareOf(one))) {
    let left = size.count;
    for (const worker of free) {
      const taken = Math.min(left, fitting(worker, size));
      worker.cores -= taken * size.cores;
      worker.bytes -= taken * size.bytes;
      left -= taken;
    }
    if (left < size.count) placed.push({ ...size, count: size.count - left });
    if (left > 0) waiting.push({ ...size, count: left });
  }
  return { placed, waiting };
}

function fitting(free: Size, { cores, bytes }: Size): number {
  const byCores = cores > 0 ? Math.floor(free.cores / cores + NOISE) : Number.MAX_SAFE_INTEGER;
  const byBytes = bytes > 0 ? Math.floor(free.bytes / bytes + NOISE) : Number.MAX_SAFE_INTEGER;
  return Math.max(0, Math.min(byCores, byBytes));
}
