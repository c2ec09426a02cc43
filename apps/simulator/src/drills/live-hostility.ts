import { ALL_FAULT_KINDS, type FaultKind } from '../torture/fault-kinds.ts';
import type { Hostility } from '../torture/hostility.ts';
import { type Fault, MINUTE } from '../torture/scenario.ts';
import { randomStream } from '../world/random.ts';

/** The faults of torture, set on by people while the world goes on instead of by a plan. None strikes until one is. */
export type LiveHostility = Hostility & {
  /** Sets a fault on until then, in epoch milliseconds. One of the same kind that is on already is replaced. */
  setOn(kind: FaultKind, until: number, how?: Partial<Pick<Fault, 'percent' | 'amount' | 'variant'>>): void;
};

export function createLiveHostility(options: {
  readonly seed: string | number;
  readonly now: () => number;
  readonly tell: (kind: FaultKind, what: string) => void;
}): LiveHostility {
  const { seed, now, tell } = options;
  const on = new Map<FaultKind, Fault>();
  const counts = Object.fromEntries(ALL_FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  const random = randomStream(seed, 'drills');
  let setUp = 0;

  const lasting = (kind: FaultKind) => {
    const fault = on.get(kind);
    return fault && now() < fault.until * MINUTE ? fault : undefined;
  };
  const struck = (kind: FaultKind, what: string) => {
    counts[kind] += 1;
    tell(kind, what);
  };
  return {
    counts,
    lasting,
    struck,
    strikes(kind, what) {
      const fault = lasting(kind);
      if (!fault || !random.chance(fault.percent / 100)) return undefined;
      struck(kind, what);
      return fault;
    },
    chanceOf: () => random,
    hinders: () => false,
    setOn(kind, until, how = {}) {
      setUp += 1;
      // A fault counts in minutes; here they count from the epoch.
      on.set(kind, {
        ...{ id: setUp, kind, from: now() / MINUTE, until: until / MINUTE },
        ...{ percent: 100, amount: 0, variant: '', ...how },
      });
    },
  };
}
