import type { Invariant } from '../invariant.ts';
import { patienceByKey } from '../patience-by-key.ts';

/** Beyond the 20 minutes after which a rebalance recommendation is let go, and beyond any drain. */
const MINUTES = 35;

/** A cordoned worker is paid for and serves nothing new: it goes, or it is uncordoned. */
export const noWorkerCordonedForEver: Invariant = {
  name: 'no-worker-cordoned-for-ever',
  promise: 'No worker stays cordoned: it is terminated or uncordoned.',
  watch({ report }) {
    const cordoned = patienceByKey(MINUTES);
    return {
      minute({ workers, unhinderedTime }) {
        const wrong = workers.filter((worker) => worker.cordoned && !worker.ended).map(({ instanceId }) => instanceId);
        for (const { key, lasting } of cordoned.observe(wrong, unhinderedTime)) report(`${key} is cordoned ${lasting}`);
      },
    };
  },
};
