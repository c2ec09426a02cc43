import { plural } from './figure.ts';
import { packPods, roomPerWorker } from './packing.ts';
import { abstained, found, type Reading, type SignalInput } from './signal.ts';

type Pods = NonNullable<SignalInput['load']['pods']>;
const NAME = 'pending-pods';

/**
 * Pods that the scheduler cannot place, for `forSeconds` or more than `moreThan` at once: enough workers for their requests
 * on top of those that have joined. Workers on their way are not subtracted here but by the guard `workers-coming`.
 */
export function pendingPods(input: SignalInput): Reading {
  const { joined, load } = input;
  const { pods } = load;
  if (pods === null) return abstained({ name: NAME, unit: 'pods', because: `pods ${input.absence}` }, null);
  const { forSeconds, moreThan } = input.policy.signals.pendingPods;
  const { unschedulable, unschedulableForSeconds: seconds } = pods;
  const atOnce = { name: NAME, value: unschedulable, threshold: moreThan, unit: 'pods' };
  const waiting = { name: NAME, value: seconds, threshold: forSeconds, unit: 's' };
  if (unschedulable === 0) {
    const because = 'no pod waits for room';
    return found({ ...waiting, value: 0, desiredWorkers: 0, because, flip: 'would object at 1 unschedulable pod' }, joined);
  }
  const wait = `${plural(unschedulable, 'pod')} unschedulable`;
  if (unschedulable <= moreThan && seconds < forSeconds) {
    const flip = `would scale up in ${Math.ceil(forSeconds - seconds)} s, or at more than ${plural(moreThan, 'pod')}, has ${unschedulable}`;
    return found(
      { ...waiting, desiredWorkers: joined, because: `${wait} for ${Math.floor(seconds)} of ${forSeconds} s`, flip },
      joined,
      { pressing: true },
    );
  }
  const since = unschedulable > moreThan ? `${wait}, more than ${moreThan}` : `${wait} for ${Math.floor(seconds)} s`;
  const measure = unschedulable > moreThan ? atOnce : waiting;
  const extra = workersForWaiting(input, pods);
  if (typeof extra === 'string') {
    return found({ ...measure, desiredWorkers: joined, because: `${since}, but ${extra}`, flip: null }, joined, {
      pressing: true,
    });
  }
  const flip = `would hold if they were ${moreThan} or fewer for less than ${forSeconds} s`;
  return found({ ...measure, desiredWorkers: joined + extra, because: since, flip }, joined);
}

/** Workers for the pods' requests, at least one; or the reason why no worker would help them. */
function workersForWaiting(input: SignalInput, pods: Pods): number | string {
  const { requests } = input.load;
  // Without any worker to look at, its size is unknown: one more is the smallest step.
  if (requests === null || requests.allocatablePerWorker.cores === 0) return 1;
  const room = roomPerWorker(requests);
  const { workers, tooLarge } = packPods(pods.unschedulableSizes, room);
  if (workers === 0 && tooLarge > 0) return 'they ask for more than a whole worker has';
  if (helpedNot(input, pods) && packPods([...requests.sizes, ...pods.unschedulableSizes], room).workers <= input.joined) {
    return 'a new worker did not help: not for lack of room';
  }
  return Math.max(1, workers);
}

/**
 * Whether the newest worker has been there for `forSeconds` while a pod has waited since before it came. A selector or taint
 * that no worker satisfies would otherwise drive the fleet to its maximum and keep it there.
 */
function helpedNot({ fleet, policy, sampledAtMilliseconds }: SignalInput, pods: Pods): boolean {
  let newest = Number.NEGATIVE_INFINITY;
  for (const worker of Object.values(fleet.workers)) {
    if (worker.status === 'joined') newest = Math.max(newest, Date.parse(worker.joinedAt));
  }
  const thereForSeconds = (sampledAtMilliseconds - newest) / 1_000;
  return thereForSeconds >= policy.signals.pendingPods.forSeconds && pods.unschedulableForSeconds > thereForSeconds;
}
