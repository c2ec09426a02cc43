import type { ScalingMemory } from '@smartscale/events';
import { expect } from 'vitest';
import { type Decision, type Evaluate, evaluate, initialScalingState, type ScalingState, scalingFold } from '../decider.ts';
import { adopted, at, type FleetLook, fleetOf, INTERVAL_SECONDS, type Look, recorded, sampled } from './world.ts';

/** One evaluation: the load, the fleet and the policy as they are at a moment. */
export type Scene = Look & {
  /** Seconds; default: the first tick. */
  readonly seconds?: number;
  /** Seconds from the sample to the evaluation. */
  readonly delaySeconds?: number;
  /** Prometheus was silent. */
  readonly missed?: boolean;
  readonly fleet?: FleetLook;
  readonly policy?: object | null;
  readonly forecast?: Evaluate['forecast'];
};

export function commandOf(scene: Scene, position: number): Evaluate {
  const { seconds = 0, delaySeconds = 1, missed = false, fleet = { joined: 3 }, policy = {}, forecast = null } = scene;
  const miss = {
    sampledAt: at(seconds),
    intervalSeconds: INTERVAL_SECONDS,
    reason: 'timeout',
    message: '',
    attempts: 3,
  } as const;
  return {
    type: 'Evaluate',
    now: at(seconds + delaySeconds),
    sample: missed
      ? recorded('MetricsMissed', { ...miss, consecutive: 1 }, position)
      : recorded('MetricsSampled', sampled(seconds, { ...scene, workers: fleet.joined ?? 0 }), position),
    fleet: fleetOf(fleet),
    fleetPosition: 7,
    adopted: policy === null ? null : adopted(policy),
    forecast,
  };
}

/** Decides one scene after the other, each folded in before the next. Answers the decisions; at most one each. */
export function run(scenes: readonly Scene[], from: ScalingState = initialScalingState): readonly Decision[] {
  let state = from;
  return scenes.flatMap((scene, index) => {
    const [decided] = evaluate(commandOf(scene, state.memory.samplePosition + 1), state);
    if (decided === undefined) return [];
    state = scalingFold.evolve(state, recorded('ScaleDecided', decided.data, index + 1));
    return [decided.data];
  });
}

/** `given(memory).when(scene).decides(expected)`: one evaluation from a remembered past. */
export function given(memory: Partial<ScalingMemory> = {}) {
  const state = { memory: { samplePosition: 0, streaks: {}, changes: [], ...memory } };
  return {
    when(scene: Scene) {
      const [decided] = evaluate(commandOf(scene, state.memory.samplePosition + 1), state);
      const decision = decided?.data as Decision;
      return {
        decision,
        decides: (expected: Partial<Decision>) => expect(decision).toMatchObject(expected),
        signal: (name: string) => decision.signals.find((signal) => signal.name === name),
        guard: (name: string) => decision.guards.find((guard) => guard.name === name),
      };
    },
  };
}

/** A change remembered: an up or down decided at a moment. */
export function changed(action: 'up' | 'down', seconds: number, decisionPosition = 1): ScalingMemory['changes'][number] {
  return { decisionPosition, at: at(seconds), action };
}

/** Calm or beyond a threshold for some samples, the last of them one tick before `seconds`. */
export function streakOf(samples: number, seconds: number): ScalingMemory['streaks'][string] {
  return { samples, since: at(seconds - samples * INTERVAL_SECONDS) };
}
