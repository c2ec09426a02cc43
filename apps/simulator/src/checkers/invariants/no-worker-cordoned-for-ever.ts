import type { Invariant } from '../invariant.ts';
import { patienceByKey } from '../patience-by-key.ts';

/** Longer than any drain, its time-out and what it takes to notice that it was left half-way. */
const MINUTES = 15;
/** A rebalance recommendation is let go when nothing has come of it for this long. */
const RISK_MILLISECONDS = 20 * 60_000;

/** A cordoned worker is paid for and serves nothing new: it goes, or it is uncordoned. One at risk may wait for what comes of it. */
export const noWorkerCordonedForEver: Invariant = {
  name: 'no-worker-cordoned-for-ever',
  promise: 'No worker stays cordoned: it is terminated or uncordoned.',
  watch({ report }) {
    const cordoned = patienceByKey(MINUTES);
    const warnedAt = new Map<string, number>();
    return {
      appended(events) {
        for (const { type, data } of events) {
          if (type === 'SpotWarning') warnedAt.set(data.instanceId, Date.parse(data.noticedAt));
        }
      },
      minute({ workers, now, unhinderedTime }) {
        const isAtRisk = (instanceId: string) => now - (warnedAt.get(instanceId) ?? 0) < RISK_MILLISECONDS;
        const wrong = workers
          .filter((worker) => worker.cordoned && !worker.ended && !isAtRisk(worker.instanceId))
          .map(({ instanceId }) => instanceId);
        for (const { key, lasting } of cordoned.observe(wrong, unhinderedTime)) report(`${key} is cordoned ${lasting}`);
      },
    };
  },
};
