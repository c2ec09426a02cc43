import type { Demand } from '@smartscale/backtest/traces';

/** Requests per second of the trace's time, minute by minute, played `speed` times as fast; a second of ours has as many requests. */
export type Course = { readonly demand: Demand; readonly speed: number };

/** How long it takes to play all of it. */
export function secondsOf({ demand, speed }: Course): number {
  return (demand.workers.length * 60) / speed;
}

/**
 * Counts requests up to a moment since the beginning, fractions included: the area below the rate. Asked for moments in rising order;
 * after the end it stays what it is.
 */
export function countArrivals({ demand, speed }: Course): (elapsedSeconds: number) => number {
  let minute = 0;
  let before = 0;
  return (elapsedSeconds) => {
    const minutes = Math.min((elapsedSeconds * speed) / 60, demand.workers.length);
    while (minute + 1 <= minutes) {
      before += (demand.workers[minute] ?? 0) * 60;
      minute += 1;
    }
    return (before + (demand.workers[minute] ?? 0) * (minutes - minute) * 60) / speed;
  };
}
