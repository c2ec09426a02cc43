import { catalogue, policySchema } from '@smartscale/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decision, evaluate, initialScalingState, scalingFold } from './decider.ts';
import { story } from './testing/arbitraries.ts';
import { commandOf, decisionOf, run, type Scene } from './testing/spec.ts';
import { recorded } from './testing/world.ts';

/** Checks each decision of many stories, and that the stories had what the property is about. */
function always(check: (decision: Decision, scene: Scene) => void, about: (decision: Decision, scene: Scene) => boolean) {
  let seen = 0;
  fc.assert(
    fc.property(story, (scenes) => {
      run(scenes).forEach((decision, index) => {
        const scene = scenes[index] as Scene;
        if (about(decision, scene)) seen += 1;
        check(decision, scene);
      });
    }),
    { numRuns: 200 },
  );
  expect(seen).toBeGreaterThan(20);
}

const isUp = ({ action }: Decision) => action === 'up';
const isDown = ({ action }: Decision) => action === 'down';
const boundsOf = ({ policy }: Scene) => policySchema.parse(policy).workers;
const isIncomplete = (scene: Scene) =>
  scene.missed ||
  [scene.cpu, scene.memory, scene.running].includes(null) ||
  scene.podsUnknown === true ||
  (scene.reporting ?? 99) < (scene.fleet?.joined ?? 0) ||
  typeof scene.application?.[0]?.value !== 'number';

describe('whatever the load, the fleet and the policy', () => {
  it('no decision leaves min..max by our own hand', () =>
    always(
      ({ action, to }, scene) => {
        const { min, max } = boundsOf(scene);
        if (action === 'up') expect(to).toBeLessThanOrEqual(max);
        if (action === 'down') expect(to).toBeGreaterThanOrEqual(min);
      },
      (decision) => decision.action !== 'hold',
    ));

  it('up is more, down is one less, hold is the same', () =>
    always(
      ({ action, from, to }) => {
        if (action === 'up') expect(to).toBeGreaterThan(from);
        else expect(to).toBe(action === 'down' ? from - 1 : from);
      },
      (decision) => isUp(decision) || isDown(decision),
    ));

  it('nothing is taken away while anything is not known', () =>
    always(
      (decision, scene) => {
        if (isIncomplete(scene)) expect(decision.action).not.toBe('down');
      },
      (_, scene) => isIncomplete(scene),
    ));

  it('nothing is taken away unless every signal with an opinion agrees', () =>
    always(({ action, signals }) => {
      if (action !== 'down') return;
      for (const { verdict } of signals) expect(['down', 'abstain']).toContain(verdict);
    }, isDown));

  it('nothing is done when Prometheus was silent', () =>
    always(
      ({ action }, { missed }) => {
        if (missed) expect(action).toBe('hold');
      },
      (_, { missed }) => missed === true,
    ));

  it('nothing is done beside an operation of a decision', () =>
    always(
      ({ action }, { fleet }) => {
        if (fleet?.operations?.[0]?.decisionPosition === 1) expect(action).toBe('hold');
      },
      (_, { fleet }) => fleet?.operations?.[0]?.decisionPosition === 1,
    ));

  it('a fleet below its minimum is restored, unless Prometheus is silent or an operation runs', () =>
    always(
      ({ action, from }, scene) => {
        if (isShort(from, scene)) expect(action).toBe('up');
      },
      ({ from }, scene) => isShort(from, scene),
    ));

  it('two changes in one direction are a cooldown apart, but for the minimum', () =>
    fc.assert(
      fc.property(story, (scenes) => {
        const last = new Map<string, number>();
        run(scenes).forEach(({ action, decidedBy, basis }, index) => {
          const { cooldown } = policySchema.parse(scenes[index]?.policy);
          const apart = Date.parse(basis.now) - (last.get(action) ?? Number.NEGATIVE_INFINITY);
          if (action === 'hold') return;
          if (decidedBy !== 'minimum') expect(apart).toBeGreaterThanOrEqual(1_000 * cooldown.afterUpSeconds);
          last.set(action, Date.parse(basis.now));
        });
      }),
    ));

  it('a decision fits its schema and is the same JSON after it was stored', () =>
    always(
      (decision) => expect(JSON.stringify(catalogue.ScaleDecided.data.parse(decision))).toBe(JSON.stringify(decision)),
      isUp,
    ));

  it('the same story is decided the same, and each sample once', () =>
    fc.assert(
      fc.property(story, (scenes) => {
        expect(JSON.stringify(run(scenes))).toBe(JSON.stringify(run(structuredClone(scenes))));
        const command = commandOf(scenes[0] ?? {}, 1);
        const first = decisionOf(command, initialScalingState);
        expect(evaluate(command, scalingFold.evolve(initialScalingState, recorded('ScaleDecided', first, 1)))).toEqual([]);
      }),
    ));
});

function isShort(from: number, scene: Scene): boolean {
  const busy = scene.fleet?.operations?.[0]?.decisionPosition === 1;
  return from < boundsOf(scene).min && !scene.missed && !busy;
}
