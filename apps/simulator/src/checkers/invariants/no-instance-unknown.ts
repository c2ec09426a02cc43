import type { Invariant } from '../invariant.ts';
import { patienceByKey } from '../patience-by-key.ts';

const MINUTES = 10;

/** Every machine that is paid for is in the fleet stream, or soon is; and none is in it that is gone. */
export const noInstanceUnknown: Invariant = {
  name: 'no-instance-unknown',
  promise: 'No instance is unknown to the fleet, and none of the fleet is gone unnoticed, for more than 10 minutes.',
  watch({ fleet, report }) {
    const unknown = patienceByKey(MINUTES);
    const ghosts = patienceByKey(MINUTES);
    return {
      minute({ workers, unhinderedTime }) {
        const known = fleet().workers;
        const alive = new Set(workers.filter(({ ended }) => !ended).map(({ instanceId }) => instanceId));
        const strangers = [...alive].filter((instanceId) => !known[instanceId]);
        for (const told of unknown.observe(strangers, unhinderedTime))
          report(`${told.key} is unknown to the fleet ${told.lasting}`);
        const gone = Object.keys(known).filter((instanceId) => !alive.has(instanceId));
        for (const told of ghosts.observe(gone, unhinderedTime)) report(`${told.key} is gone and in the fleet ${told.lasting}`);
      },
    };
  },
};
