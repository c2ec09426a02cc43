import { plural } from './figure.ts';
import { abstained, found, type Reading, type SignalInput } from './signal.ts';
import { wholeWorkers } from './sizing.ts';

/**
 * Demand foreseen for the lead time ahead, sized as CPU and memory are. It only ever adds: idleness is what sets a scale-down
 * going, and a forecast can only object to one. Without a forecast it abstains, and nobody waits for it.
 */
export function forecast(input: SignalInput): Reading {
  const { forecast: foreseen, joined, load, policy } = input;
  const about = { name: 'forecast', unit: 'workers' };
  if (foreseen === null) return abstained({ ...about, because: 'no forecast' }, null);
  const room = load.requests?.allocatablePerWorker;
  if (room === undefined || room.cores <= 0 || room.bytes <= 0) {
    return abstained({ ...about, because: `size of a worker ${input.absence}` }, null);
  }
  const byCores = (100 * foreseen.cores) / (policy.signals.cpu.targetPercent * room.cores);
  const byBytes = (100 * foreseen.bytes) / (policy.signals.memory.targetPercent * room.bytes);
  const desiredWorkers = wholeWorkers(Math.max(byCores, byBytes));
  const because = `${plural(desiredWorkers, 'worker')} foreseen for ${foreseen.at}`;
  const flip =
    desiredWorkers > joined
      ? `would hold at ${plural(joined, 'worker')} foreseen, are ${desiredWorkers}`
      : `would scale up at ${plural(joined + 1, 'worker')} foreseen, are ${desiredWorkers}`;
  return found({ ...about, value: desiredWorkers, threshold: joined, desiredWorkers, because, flip }, joined);
}
