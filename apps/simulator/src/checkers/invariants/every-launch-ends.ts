import type { Invariant } from '../invariant.ts';
import { patienceByKey } from '../patience-by-key.ts';

/** The claim on a launch, its time to appear, its time to join, and the samples in between. */
const MINUTES = 20;

/** Planned, then launched or failed; launched, then joined or given up. */
export const everyLaunchEnds: Invariant = {
  name: 'every-launch-ends',
  promise: 'Every planned launch ends: its worker joins, or it is given up, and its operation is closed.',
  watch({ fleet, report }) {
    const open = patienceByKey(MINUTES);
    return {
      minute({ unhinderedTime }) {
        const { workers, operations } = fleet();
        const pending = operations.flatMap((operation) => operation.pending.map(({ launchId }) => launchId));
        const launched = Object.values(workers).flatMap(({ status, launchId }) => (status === 'launched' ? [launchId] : []));
        for (const { key, lasting } of open.observe([...pending, ...launched], unhinderedTime)) {
          report(`launch ${key} has not ended ${lasting}`);
        }
      },
    };
  },
};
