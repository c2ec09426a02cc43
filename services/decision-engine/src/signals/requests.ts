import { plural } from './figure.ts';
import { packPods, roomPerWorker } from './packing.ts';
import { abstained, found, type Reading, type SignalInput } from './signal.ts';

/**
 * A scale-down must still fit the pods, largest first, into what the smallest worker has left beside its DaemonSets.
 * It never asks for more than there are: pods that run have been placed already.
 */
export function requests(input: SignalInput): Reading {
  const { joined, load } = input;
  const unit = 'workers';
  if (load.requests === null) return abstained({ name: 'requests', unit, because: `requests ${input.absence}` }, null);
  const { workers, tooLarge } = packPods(load.requests.sizes, roomPerWorker(load.requests));
  // A pod too large for the smallest worker runs on a larger one, which then cannot be spared.
  const needed = workers + tooLarge;
  const without = Math.max(0, joined - 1);
  const because = `pods fit ${plural(needed, 'worker')}`;
  const flip = needed <= without ? `would object if pods needed ${without + 1}` : `would agree if pods fitted ${without}`;
  return found(
    {
      ...{ name: 'requests', value: needed, threshold: without, unit, desiredWorkers: Math.min(needed, joined) },
      ...{ because, flip: `${flip}, need ${needed}` },
    },
    joined,
  );
}
