import type { Violation } from '../checkers/watch.ts';
import { type PlayOptions, play } from './play.ts';
import { type Fault, MINUTE, type Scenario, STORY_BEGINS_AT } from './scenario.ts';

/** Stories that are played in search of a shorter one. */
const MOST_PLAYS = 150;

export type Shrunk = { readonly scenario: Scenario; readonly violation: Violation; readonly plays: number };

/**
 * Looks for a shorter story with the same invariant broken: days cut off behind the violation, faults dropped in ever smaller groups,
 * then those that are left made shorter. The same scenario shrinks the same way.
 */
export async function shrink(
  scenario: Scenario,
  violation: Violation,
  options: Pick<PlayOptions, 'invariants' | 'sabotage'> & { readonly mostPlays?: number } = {},
): Promise<Shrunk> {
  const { mostPlays = MOST_PLAYS, ...played } = options;
  const search: Search = { best: scenario, violation, plays: 0, mostPlays, played };
  await cutBehind(search);
  await dropFaults(search);
  await cutBehind(search);
  await shortenFaults(search);
  return { scenario: search.best, violation: search.violation, plays: search.plays };
}

type Search = {
  best: Scenario;
  violation: Violation;
  plays: number;
  readonly mostPlays: number;
  readonly played: PlayOptions;
};

/** Plays a candidate; when it breaks the same invariant it is the best so far. */
async function attempt(search: Search, candidate: Scenario): Promise<boolean> {
  if (search.plays >= search.mostPlays) return false;
  search.plays += 1;
  const { invariant } = search.violation;
  const { violations } = await play(candidate, { ...search.played, stopAt: (broken) => broken.invariant === invariant });
  const found = violations.find((broken) => broken.invariant === invariant);
  if (!found) return false;
  search.best = candidate;
  search.violation = found;
  return true;
}

async function cutBehind(search: Search): Promise<void> {
  const { best, violation } = search;
  const brokenAt = Math.ceil((violation.at - STORY_BEGINS_AT) / MINUTE);
  const faults = best.faults.filter(({ from }) => from <= brokenAt);
  const lastAt = Math.max(1, ...faults.map(({ until }) => until));
  const minutes = Math.min(best.minutes, brokenAt, lastAt);
  if (minutes < best.minutes && (await attempt(search, { ...best, minutes, faults }))) return;
  if (faults.length < best.faults.length) await attempt(search, { ...best, faults });
}

/** Halves first, then quarters, down to single faults. */
async function dropFaults(search: Search): Promise<void> {
  for (let size = Math.ceil(search.best.faults.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < search.best.faults.length; ) {
      const faults = search.best.faults.filter((_, index) => index < start || index >= start + size);
      if (!(await attempt(search, { ...search.best, faults }))) start += size;
    }
  }
}

async function shortenFaults(search: Search): Promise<void> {
  for (const { id } of search.best.faults) {
    for (let fault = faultOf(search.best, id); fault && fault.until - fault.from > 1; fault = faultOf(search.best, id)) {
      const until = fault.from + Math.floor((fault.until - fault.from) / 2);
      const faults = search.best.faults.map((other) => (other.id === id ? { ...other, until } : other));
      if (!(await attempt(search, { ...search.best, faults }))) break;
    }
  }
}

function faultOf({ faults }: Scenario, wanted: number): Fault | undefined {
  return faults.find(({ id }) => id === wanted);
}
