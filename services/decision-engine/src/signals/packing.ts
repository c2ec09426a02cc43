import { MOST_WORKERS } from './signal.ts';

/** `count` pods that each request this much. */
export type PodSize = { readonly cores: number; readonly bytes: number; readonly count: number };
export type Room = { readonly cores: number; readonly bytes: number };

/** Whole units, so that 0.1 + 0.2 cores fit into 0.3: Kubernetes itself counts in thousandths of a core. */
type Units = { readonly millicores: number; readonly bytes: number };
type Item = Units & { readonly count: number; readonly share: number };
type Bin = { millicores: number; bytes: number };

export type Packing = {
  /** Workers needed for the pods that an empty worker can hold; MOST_WORKERS at most. */
  readonly workers: number;
  /** Pods that no empty worker of this size can hold. */
  readonly tooLarge: number;
};

/** Room for pods on an empty worker. */
export function roomPerWorker(requests: { readonly allocatablePerWorker: Room; readonly daemonsPerWorker: Room }): Room {
  const { allocatablePerWorker: all, daemonsPerWorker: daemons } = requests;
  return { cores: all.cores - daemons.cores, bytes: all.bytes - daemons.bytes };
}

/**
 * First-fit decreasing in two dimensions: the pods with the largest share of a worker first, each into the first worker that
 * has room for both its cores and its bytes. It needs at most about 11/9 of the best possible number of workers (Johnson 1973,
 * one dimension), so it errs on the side of keeping one. Pods of one size are placed together: the cost is sizes x workers.
 */
export function packPods(sizes: readonly PodSize[], room: Room): Packing {
  const empty = unitsOf(room);
  const bins: Bin[] = [];
  let tooLarge = 0;
  for (const item of largestFirst(sizes, empty)) {
    const perWorker = fitting(empty, item);
    if (perWorker === 0) {
      tooLarge += item.count;
      continue;
    }
    let left = placeInto(bins, item, item.count);
    while (left > 0 && bins.length < MOST_WORKERS) {
      const placed = Math.min(left, perWorker);
      bins.push({ millicores: empty.millicores - placed * item.millicores, bytes: empty.bytes - placed * item.bytes });
      left -= placed;
    }
  }
  return { workers: bins.length, tooLarge };
}

function placeInto(bins: readonly Bin[], item: Item, count: number): number {
  let left = count;
  for (const bin of bins) {
    const placed = Math.min(left, fitting(bin, item));
    bin.millicores -= placed * item.millicores;
    bin.bytes -= placed * item.bytes;
    left -= placed;
  }
  return left;
}

/** How many pods of a size fit into what is free. A pod that requests nothing fits as often as it likes. */
function fitting(free: Units, item: Units): number {
  const byCores = item.millicores === 0 ? Number.MAX_SAFE_INTEGER : Math.floor(free.millicores / item.millicores);
  const byBytes = item.bytes === 0 ? Number.MAX_SAFE_INTEGER : Math.floor(free.bytes / item.bytes);
  return Math.max(0, Math.min(byCores, byBytes));
}

function largestFirst(sizes: readonly PodSize[], empty: Units): readonly Item[] {
  const items = sizes.map((size) => {
    const units = unitsOf(size);
    return { ...units, count: size.count, share: Math.max(units.millicores / empty.millicores, units.bytes / empty.bytes) };
  });
  return items.sort((a, b) => b.share - a.share);
}

function unitsOf({ cores, bytes }: Room): Units {
  return { millicores: Math.round(cores * 1_000), bytes: Math.round(bytes) };
}
