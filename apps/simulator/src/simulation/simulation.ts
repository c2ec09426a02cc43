import type { Policy } from '@smartscale/events';
import { pace } from '@smartscale/runtime';
import type { Drills } from '../drills/drills.ts';
import { assemble, type Parts } from './assemble.ts';
import { failuresOf, withFailures } from './failures.ts';
import type { SimulationOptions } from './options.ts';
import { resultOf, type SimulationResult } from './result.ts';
import { type SimulationView, viewOf } from './view.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** Simulated time that what is under way gets to come to its end: a drain, a launch, a repeat. */
const WINDING_UP_MILLISECONDS = 15 * MINUTE;

/** A whole SmartScale with its world. Nothing happens until `run` or `live` is called, and only one of them, once. */
export type Simulation = {
  readonly clusterId: string;
  readonly policy: Policy;
  /** The store had a history of the cluster, which goes on. */
  readonly continues: boolean;
  readonly view: SimulationView;
  /** What can be done to the world while it lives. */
  readonly drills: Drills;
  /** As fast as it goes, for `days` or until the signal. `stopwatch` gives milliseconds; without it `seconds` is 0. */
  run(options: RunOptions): Promise<SimulationResult>;
  /** At `factor` times the speed of real time, until the signal; the first `headStartMinutes` as fast as it goes. */
  live(options: LiveOptions): Promise<SimulationResult>;
};

export type LiveOptions = { readonly factor: number; readonly headStartMinutes?: number; readonly signal: AbortSignal };

export type RunOptions = { readonly days: number; readonly signal?: AbortSignal; readonly stopwatch?: () => number };

/**
 * Puts a simulation together: all services on a world that follows `demand`. A store with a history is continued: its instances
 * live on, and the demand goes on where it was. Throws PolicyNotSimulatedError, or what opening the store throws.
 */
export async function createSimulation(options: SimulationOptions): Promise<Simulation> {
  const parts = await assemble(options);
  const { clock, world, tally, startAt, clusterId, policy, continues, drills } = parts;
  const view = () => viewOf(world, tally, { now: clock.now(), startAt });

  async function play(letTimePass: () => Promise<void>, stopwatch: () => number = () => 0): Promise<SimulationResult> {
    const begin = stopwatch();
    passMinutes(parts, () => options.observer?.(view()));
    await parts.runtime.start();
    try {
      await letTimePass();
      const seconds = (stopwatch() - begin) / 1_000;
      const result = resultOf({ ...parts, demand: options.demand, counts: { ...tally.counts }, seconds });
      await windUp(parts);
      return withFailures(result, failuresOf(parts.runtime, clock.now()));
    } finally {
      await parts.save();
      parts.close();
    }
  }

  return {
    ...{ clusterId, policy, continues, drills },
    get view() {
      return view();
    },
    run: ({ days, signal, stopwatch }) => play(() => runUntil(parts, clock.now() + days * DAY, signal), stopwatch),
    live: ({ factor, headStartMinutes = 0, signal }) =>
      play(async () => {
        await runUntil(parts, clock.now() + headStartMinutes * MINUTE, signal);
        await pace(clock, { factor, signal });
      }),
  };
}

/** The world goes on by the minute, beginning now. Once an hour it is written down how far the services have come. */
function passMinutes({ clock, world, save }: Parts, afterEach: () => void): void {
  let minutes = 0;
  const pass = () => {
    world.step();
    afterEach();
    minutes += 1;
    // A failure shows again at the end, when it is waited for.
    if (minutes % 60 === 0) clock.hold(save());
    clock.schedule(clock.now() + MINUTE, pass);
  };
  pass();
}

/** Up to but not including `end`, looking at the signal once an hour. */
async function runUntil({ clock }: Parts, end: number, signal: AbortSignal | undefined): Promise<void> {
  while (clock.now() < end - 1 && signal?.aborted !== true) {
    await clock.runUntil(Math.min(end - 1, clock.now() + 60 * MINUTE));
  }
}

/** No new samples; what is under way comes to its end, for which time must pass. */
async function windUp({ clock, runtime }: Parts): Promise<void> {
  const stopped = runtime.stop();
  await clock.runUntil(clock.now() + WINDING_UP_MILLISECONDS);
  await stopped;
}
