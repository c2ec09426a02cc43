import type { FleetState } from './fleet-state.ts';

/** Joins that a median is taken of: enough that one slow instance does not matter, few enough to follow a new image. */
const MOST_JOINS = 20;

export function withJoin(state: FleetState, afterSeconds: number): FleetState {
  return { ...state, joinSeconds: [...state.joinSeconds, afterSeconds].slice(-MOST_JOINS) };
}

/** How long a worker took lately from launch to Ready: the median. Null before the first has joined. */
export function usualJoinSeconds({ joinSeconds }: Pick<FleetState, 'joinSeconds'>): number | null {
  const sorted = joinSeconds.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
