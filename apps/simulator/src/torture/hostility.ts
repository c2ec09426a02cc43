import { type Random, randomStream } from '../world/random.ts';
import { ALL_FAULT_KINDS, FAULT_KINDS, type FaultKind } from './fault-kinds.ts';
import { type Fault, MINUTE, type Scenario, STORY_BEGINS_AT } from './scenario.ts';

/** After a hindrance ends, what waits for a repeat gets this long to be repeated. */
const RECOVERY_MILLISECONDS = 10 * MINUTE;

/** The plan of faults at work: who is struck at this moment, and how often it happened. */
export type Hostility = {
  /** The fault of that kind that strikes now, by its share of strikes; undefined when none does. */
  strikes(kind: FaultKind, what: string): Fault | undefined;
  /** The fault of that kind that lasts now; nothing is counted. */
  lasting(kind: FaultKind): Fault | undefined;
  /** Counts a strike that was not left to chance. */
  struck(kind: FaultKind, what: string): void;
  /** The stream of chance of a fault. */
  chanceOf(fault: Fault): Random;
  /** Whether something lasts, or lasted a short while ago, that keeps a deadline from being met. */
  hinders(): boolean;
  readonly counts: Readonly<Record<FaultKind, number>>;
};

export function createHostility(
  { seed, faults }: Scenario,
  options: { readonly now: () => number; readonly tell: (kind: FaultKind, what: string) => void },
): Hostility {
  const { now, tell } = options;
  const timed = faults.map((fault) => ({
    ...{ fault, from: STORY_BEGINS_AT + fault.from * MINUTE, until: STORY_BEGINS_AT + fault.until * MINUTE },
    random: randomStream(seed, `fault/${fault.id}`),
  }));
  const ofKind = new Map(ALL_FAULT_KINDS.map((kind) => [kind, timed.filter(({ fault }) => fault.kind === kind)]));
  const hindering = timed.filter(({ fault }) => FAULT_KINDS[fault.kind].hinders);
  const counts = Object.fromEntries(ALL_FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;

  const lastingNow = (kind: FaultKind) => {
    const time = now();
    return ofKind.get(kind)?.find(({ from, until }) => from <= time && time < until);
  };
  const struck = (kind: FaultKind, what: string): void => {
    counts[kind] += 1;
    tell(kind, what);
  };

  return {
    counts,
    struck,
    strikes(kind, what) {
      const found = lastingNow(kind);
      if (!found?.random.chance(found.fault.percent / 100)) return undefined;
      struck(kind, what);
      return found.fault;
    },
    lasting: (kind) => lastingNow(kind)?.fault,
    chanceOf: ({ id }) => timed.find(({ fault }) => fault.id === id)?.random ?? randomStream(seed, `fault/${id}`),
    hinders() {
      const time = now();
      return hindering.some(({ from, until }) => from <= time && time < until + RECOVERY_MILLISECONDS);
    },
  };
}
