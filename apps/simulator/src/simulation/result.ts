import type { Demand } from '@smartscale/backtest/traces';
import type { Policy } from '@smartscale/events';
import { staticFleetOf } from '../accounting/static-fleet.ts';
import type { Violation } from '../checkers/watch.ts';
import type { World } from '../world/world.ts';

/** What a simulation came to. Figures are those of the whole simulated time, rounded to what they can mean. */
export type SimulationResult = {
  readonly trace: string;
  readonly days: number;
  readonly seed: string | number;
  /** Evaluations: decisions recorded. */
  readonly ticks: number;
  readonly events: number;
  readonly workerHours: number;
  /** Share of the worker-hours that were Spot. */
  readonly spotSharePercent: number;
  /** Demand above what the Ready workers serve, as a share of all demand. */
  readonly unservedPercent: number;
  /** Minutes with demand above 90 % of what the Ready workers serve, as a share of all minutes. */
  readonly hotPercent: number;
  readonly squeezedWorkerHours: number;
  readonly launches: number;
  readonly terminations: number;
  /** Spot instances that EC2 announced it would take. */
  readonly interruptions: number;
  readonly ups: number;
  readonly downs: number;
  /** Instances only, billed by the second. */
  readonly costUsd: number;
  /** On-Demand workers for the usual peak, never changed. */
  readonly staticFleet: { readonly workers: number; readonly costUsd: number };
  readonly savedPercent: number;
  /** What a service failed to handle in all its attempts. Each is a violation, too. */
  readonly deadLetters: number;
  /** The first hundred; `violationCount` has them all. */
  readonly violations: readonly (Omit<Violation, 'at'> & { readonly at: string })[];
  readonly violationCount: number;
  /** Wall-clock time. */
  readonly seconds: number;
  readonly ticksPerSecond: number;
};

export type Counts = { readonly ticks: number; readonly events: number; readonly ups: number; readonly downs: number };

export function resultOf(options: {
  readonly world: World;
  readonly counts: Counts;
  readonly demand: Demand;
  readonly policy: Policy;
  readonly seed: string | number;
  readonly seconds: number;
}): SimulationResult {
  const { world, counts, demand, policy, seed, seconds } = options;
  const totals = world.totals();
  const { violations } = world.checker;
  const staticFleet = staticFleetOf(demand, policy, totals.minutes / 60);
  return {
    trace: demand.name,
    days: rounded(totals.minutes / 1_440, 3),
    seed,
    ...counts,
    workerHours: rounded(totals.workerHours, 2),
    spotSharePercent: rounded(percentOf(totals.spotWorkerHours, totals.workerHours), 1),
    unservedPercent: rounded(totals.unservedPercent, 3),
    hotPercent: rounded(totals.hotPercent, 3),
    squeezedWorkerHours: rounded(totals.squeezedWorkerHours, 2),
    launches: totals.launches,
    terminations: totals.terminations,
    interruptions: totals.interruptions,
    costUsd: rounded(totals.costUsd, 4),
    staticFleet: { workers: staticFleet.workers, costUsd: rounded(staticFleet.costUsd, 4) },
    savedPercent: rounded(100 - percentOf(totals.costUsd, staticFleet.costUsd), 1),
    deadLetters: 0,
    violations: violations.kept.map((violation) => ({ ...violation, at: new Date(violation.at).toISOString() })),
    violationCount: violations.count,
    seconds: rounded(seconds, 2),
    ticksPerSecond: seconds === 0 ? 0 : Math.round(counts.ticks / seconds),
  };
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
