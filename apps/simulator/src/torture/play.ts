import type { Invariant, Moment } from '../checkers/invariant.ts';
import { INVARIANTS } from '../checkers/invariants/index.ts';
import type { Violation } from '../checkers/watch.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Sabotage } from './sabotage.ts';
import { CALM_MINUTES, MINUTE, type Scenario, STORY_BEGINS_AT } from './scenario.ts';
import { type Stage, setStage } from './stage.ts';
import type { StoryLine } from './story-line.ts';

/** Without new samples, what is under way comes to its end. */
const WINDING_UP_MINUTES = 15;
/** How often it is looked whether the story is to end. */
const SCENE_MINUTES = 30;

export type PlayOptions = {
  readonly invariants?: readonly Invariant[];
  readonly sabotage?: Sabotage;
  readonly tell?: (line: StoryLine) => void;
  /** Ends the story at the first violation of which this is true. */
  readonly stopAt?: (violation: Violation) => boolean;
};

export type Played = {
  /** The first of each invariant, in the order of time. */
  readonly violations: readonly Violation[];
  readonly strikes: Readonly<Record<FaultKind, number>>;
  readonly events: number;
};

/** Plays a scenario to its end, with all invariants watched. The same scenario is the same story, whenever and wherever it is played. */
export async function play(scenario: Scenario, options: PlayOptions = {}): Promise<Played> {
  const { invariants = INVARIANTS, sabotage = {}, tell = () => {}, stopAt = () => false } = options;
  let isOver = false;
  const onViolation = (violation: Violation) => {
    isOver ||= stopAt(violation);
  };
  const stage = await setStage(scenario, { invariants, sabotage, tell, onViolation });
  const { clock, runtime, court, hostility, ledger, world } = stage;
  const momentOf = passMinutes(stage);
  await runtime.start();
  const end = STORY_BEGINS_AT + (scenario.minutes + CALM_MINUTES) * MINUTE - 1;
  while (!isOver && clock.now() < end) await clock.runUntil(Math.min(end, clock.now() + SCENE_MINUTES * MINUTE));
  const [moment, { demand }] = [momentOf(), world];
  const stopped = runtime.stop();
  if (!isOver) {
    await clock.runUntil(clock.now() + WINDING_UP_MINUTES * MINUTE);
    await stopped;
    const { store, views, relayedUpTo } = stage;
    await court.end({
      ...{ store, views, events: ledger.events, moment, demand, relayedUpTo: relayedUpTo() },
      ...{ deadLetters: runtime.deadLetters.list(), outboxTrouble: runtime.outboxTrouble() },
    });
  }
  return { violations: court.violations, strikes: hostility.counts, events: ledger.events.length };
}

/** The world goes on by the minute, beginning now, and the court looks at it. Returns how things stand. */
function passMinutes({ clock, world, court, hostility }: Stage): () => Moment {
  let unhinderedTime = 0;
  const momentOf = (): Moment => ({ now: clock.now(), unhinderedTime, workers: world.workers });
  const pass = () => {
    world.step();
    if (!hostility.hinders()) unhinderedTime += MINUTE;
    court.minute(momentOf());
    clock.schedule(clock.now() + MINUTE, pass);
  };
  pass();
  return momentOf;
}
