import fc from 'fast-check';
import type { Scene } from './spec.ts';
import { type FleetLook, GIB, INTERVAL_SECONDS, type Look } from './world.ts';

const percent = fc.double({ min: 0, max: 120, noNaN: true });
const size = fc.record({
  cores: fc.double({ min: 0, max: 3, noNaN: true }),
  bytes: fc.integer({ min: 0, max: 5 * GIB }),
  count: fc.integer({ min: 0, max: 12 }),
});
const sizes = fc.array(size, { maxLength: 4 });

/** Every knob somewhere, `min` not above `max`, targets not above thresholds. */
export const knobs = fc
  .record({
    min: fc.integer({ min: 0, max: 4 }),
    extra: fc.integer({ min: 0, max: 10 }),
    samples: fc.integer({ min: 1, max: 3 }),
    calmSeconds: fc.constantFrom(0, 120, 600),
    cooldownSeconds: fc.constantFrom(0, 120, 300),
  })
  .map(({ min, extra, samples, calmSeconds, cooldownSeconds }) => ({
    workers: { min, max: Math.max(2, min + extra) },
    signals: {
      ...{ cpu: { samples }, idle: { forSeconds: calmSeconds } },
      application: [{ name: 'queue', query: 'queue', unit: 'jobs', threshold: 100, sizing: 'step' }],
    },
    cooldown: { afterUpSeconds: cooldownSeconds, afterDownSeconds: cooldownSeconds },
  }));

/** Any load, also one that no cluster would show: more reporting than Ready, over 100 %, pods larger than workers. */
export const look = fc.record({
  cpu: fc.option(percent, { freq: 9 }),
  memory: fc.option(percent, { freq: 9 }),
  ready: fc.integer({ min: 0, max: 14 }),
  notReady: fc.integer({ min: 0, max: 4 }),
  reporting: fc.integer({ min: 0, max: 14 }),
  unschedulable: fc.constantFrom(0, 0, 0, 1, 8),
  waitingSeconds: fc.integer({ min: 0, max: 900 }),
  waitingPods: sizes,
  podsUnknown: fc.constantFrom(false, false, false, true),
  running: fc.option(sizes, { freq: 9 }),
  application: fc.constantFrom<NonNullable<Look['application']>>(
    [],
    [{ name: 'queue', value: null }],
    [{ name: 'queue', value: 3 }],
    [{ name: 'queue', value: 300 }],
  ),
  ageSeconds: fc.constantFrom(5, 5, 5, 5, 400),
});

export const fleetLook: fc.Arbitrary<FleetLook> = fc.record({
  joined: fc.integer({ min: 0, max: 12 }),
  coming: fc.constantFrom(0, 0, 1, 3),
  leaving: fc.constantFrom(0, 0, 1),
  operations: fc.constantFrom<NonNullable<FleetLook['operations']>>(
    [],
    [],
    [{ decisionPosition: 1 }],
    [{ decisionPosition: null }],
  ),
});

/** A calm look with nothing missing, so that scale-downs are not a rarity among the scenes. */
const calmScene = fc
  .record({ joined: fc.integer({ min: 0, max: 12 }), level: fc.double({ min: 0, max: 35, noNaN: true }) })
  .map(
    ({ joined, level }): Scene => ({
      ...{ cpu: level, memory: level, fleet: { joined }, application: [{ name: 'queue', value: 3 }] },
    }),
  );

const anyScene = fc
  .record({ look, fleet: fleetLook, missed: fc.constantFrom(false, false, false, false, true) })
  .map(({ look: seen, fleet, missed }): Scene => ({ ...seen, fleet, missed }));

/** Some ticks of a cluster's life under one policy. */
export const story = fc
  .record({ policy: knobs, scenes: fc.array(fc.oneof(calmScene, anyScene), { maxLength: 12 }) })
  .map(({ policy, scenes }): readonly Scene[] =>
    scenes.map((scene, index) => ({ ...scene, policy, seconds: index * INTERVAL_SECONDS })),
  );
