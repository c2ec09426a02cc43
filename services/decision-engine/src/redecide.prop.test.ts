import { catalogue } from '@smartscale/events';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type KnownDemand, modelOf, nothingLearnt, redecide, redecideInShadow, takeIn } from './decider.ts';
import { LEARN_EVERY } from './demand/lineage.ts';
import { showing } from './testing/demand.ts';
import { commandOf, live, type Scene } from './testing/spec.ts';
import { adopted, INTERVAL_SECONDS } from './testing/world.ts';

const NETS = { scaleUpAbovePercent: 92, targetPercent: 85 };
const price = {
  sizing: { by: 'price', squeezedPrice: 50, keepCool: true },
  signals: { cpu: NETS, memory: NETS },
  cooldown: { afterUpSeconds: 0, afterDownSeconds: 0 },
};
const TICKS = 60;

/** A demand that wavers around a level, and a fleet of any size. */
const scenes = fc
  .record({
    level: fc.double({ min: 1, max: 6, noNaN: true }),
    ticks: fc.array(
      fc.record({
        above: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        joined: fc.integer({ min: 2, max: 9 }),
        missed: fc.constantFrom(false, false, false, false, false, true),
      }),
      { minLength: TICKS, maxLength: TICKS },
    ),
  })
  .map(({ level, ticks }) => ticks.map(({ above, ...tick }) => ({ ...tick, demand: level + above })));

/** The scenes of a story with the model that each evaluation would read, beginning some samples before the day is full. */
function storyOf(looks: readonly { demand: number; joined: number; missed: boolean }[], from: number): readonly Scene[] {
  const model = nothingLearnt();
  return looks.map((look, index) => {
    const scene: Scene = { ...showing(look.demand, look.joined), missed: look.missed, seconds: index * INTERVAL_SECONDS };
    takeIn(model, commandOf(scene, index + 1).sample);
    const demand: KnownDemand = { basis: { learnedId: null, from }, model: structuredClone(model) };
    const shadow = { ...adopted(price), name: 'dearer', version: 2 };
    return { ...scene, policy: price, demand: look.missed ? null : demand, shadow };
  });
}

type Story = readonly Scene[];
type Events = ReturnType<typeof live>;

/** Each decision once more, from nothing but the events before it and what its basis names. */
function again(story: Story, events: Events) {
  const decisions = events.flatMap((event) => (event.type === 'ScaleDecided' ? [event] : []));
  const shadows = events.flatMap((event) => (event.type === 'ShadowDecided' ? [event] : []));
  return story.map((scene, index) => {
    const [decision, shadow] = [decisions[index], shadows[index]];
    if (!decision || !shadow) throw new Error(`nothing was decided of scene ${index}`);
    const { sample, fleet } = commandOf(scene, index + 1);
    const model = nothingLearnt();
    for (const [at, before] of story.slice(0, index + 1).entries()) takeIn(model, commandOf(before, at + 1).sample);
    const { demand: basis } = decision.data.basis;
    const facts = { sample, fleet, forecast: null, demand: basis && { basis, model }, previous: decisions[index - 1] ?? null };
    return {
      recorded: [decision.data, shadow.data],
      again: [
        redecide(decision, { ...facts, adopted: adopted(price) }),
        redecideInShadow(shadow, {
          ...facts,
          previousShadow: shadows[index - 1] ?? null,
          shadow: { ...adopted(price), name: 'dearer', version: 2 },
        }),
      ],
    };
  });
}

it('a decision by price, and that of a shadow, is the same again from any point, byte for byte, and fits its schema', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(scenes, (looks) => {
      const story = storyOf(looks, 1);
      for (const { recorded, again: repeated } of again(story, live(story))) {
        expect(JSON.stringify(repeated)).toBe(JSON.stringify(recorded));
        const [decision, shadow] = recorded;
        expect(JSON.stringify(catalogue.ScaleDecided.data.parse(decision))).toBe(JSON.stringify(decision));
        expect(JSON.stringify(catalogue.ShadowDecided.data.parse(shadow))).toBe(JSON.stringify(shadow));
        if (decision) seen.add(`${decision.decidedBy} ${decision.action}`);
      }
    }),
    { numRuns: 8 },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['newsvendor up', 'newsvendor down', 'newsvendor hold']));
});

it('what was learnt is written down once a day, fits its schema, and is gone on from', () => {
  const looks = Array.from({ length: 40 }, (_, index) => ({ demand: 3 + Math.sin(index), joined: 5, missed: false }));
  const story = storyOf(looks, 40 - LEARN_EVERY + 1);
  const learned = live(story).flatMap((event) => (event.type === 'DemandLearned' ? [event] : []));
  expect(learned.map(({ data }) => data.checkpoint)).toEqual([40]);
  const [first] = learned;
  if (!first) throw new Error('nothing was learnt');
  expect(catalogue.DemandLearned.data.parse(first.data)).toEqual(first.data);
  expect(modelOf(first.data)?.samples).toBe(40);
  expect(modelOf({ state: JSON.stringify({ ...JSON.parse(first.data.state), version: 0 }) })).toBeNull();
});
