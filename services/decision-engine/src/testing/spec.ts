import type { RecordedEvent, ScalingMemory } from '@smartscale/events';
import { expect } from 'vitest';
import {
  type Decided,
  type Decision,
  type Evaluate,
  evaluate,
  initialScalingState,
  type ScalingState,
  scalingFold,
} from '../decider.ts';
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
  readonly demand?: Evaluate['demand'];
  readonly shadow?: Evaluate['shadow'];
};

export function commandOf(scene: Scene, position: number): Evaluate {
  const { seconds = 0, delaySeconds = 1, missed = false, fleet = { joined: 3 }, policy = {} } = scene;
  const { forecast = null, demand = null, shadow = null } = scene;
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
    ...{ forecast, demand, shadow },
  };
}

/** Decides one scene after the other, each folded in before the next. Answers the decisions; at most one each. */
export function run(scenes: readonly Scene[], from: ScalingState = initialScalingState): readonly Decision[] {
  return live(scenes, from).flatMap((event) => (event.type === 'ScaleDecided' ? [event.data] : []));
}

/** The same with all that comes of it, as recorded. */
export function live(
  scenes: readonly Scene[],
  from: ScalingState = initialScalingState,
): readonly RecordedEvent<Decided['type']>[] {
  let state = from;
  let position = 0;
  return scenes.flatMap((scene) => {
    const decided = evaluate(commandOf(scene, state.memory.samplePosition + 1), state);
    const events = decided.map(({ type, data }) => recorded(type, data, ++position));
    state = events.reduce(scalingFold.evolve, state);
    return events;
  });
}

/** What evaluate answers first: the decision. */
export function decisionOf(command: Evaluate, state: ScalingState): Decision {
  const [decided] = evaluate(command, state);
  if (decided?.type !== 'ScaleDecided') throw new Error('nothing was decided');
  return decided.data;
}

/** A state with this much remembered. */
export function remembering(memory: Partial<ScalingMemory> = {}): ScalingState {
  return { ...initialScalingState, memory: { ...initialScalingState.memory, ...memory } };
}

/** `given(memory).when(scene).decides(expected)`: one evaluation from a remembered past. */
export function given(memory: Partial<ScalingMemory> = {}) {
  const state = remembering(memory);
  return {
    when(scene: Scene) {
      const decision = decisionOf(commandOf(scene, state.memory.samplePosition + 1), state);
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
