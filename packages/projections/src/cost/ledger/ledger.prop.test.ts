import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLedgerFold, type Grouping, groupsOf, type LedgerState, statementOf } from './index.ts';
import { type FleetEvent, launched, lost, options, planned, priced, terminated } from './testing/story.ts';

const START = Date.parse('2026-01-20T00:00:00.000Z');
const MINUTE = 60_000;
const time = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

const place = fc.record({
  type: fc.constantFrom('t3.medium', 'm5.large'),
  zone: fc.constantFrom('a', 'b'),
  capacity: fc.constantFrom('spot' as const, 'on-demand' as const),
});
const name = fc.constantFrom('i-1', 'i-2', 'i-3', 'i-4');
const usd = fc.constantFrom(0.0113, 0.05, 0.0977);

type Make = (now: number) => FleetEvent;
const step: fc.Arbitrary<Make> = fc.oneof(
  fc.tuple(name, place, fc.constantFrom(0, 0.0113, 0.05), fc.nat(600)).map(
    ([id, where, price, ago]): Make =>
      (now) =>
        launched(id, { ...where, at: time(now - ago), recordedAt: time(now), usd: price, launchId: `l-${id}` }),
  ),
  name.map(
    (id): Make =>
      (now) =>
        terminated(id, time(now)),
  ),
  name.map(
    (id): Make =>
      (now) =>
        lost(id, time(now)),
  ),
  fc.tuple(place, usd, fc.nat(3_000), fc.boolean(), fc.option(fc.nat(2_000))).map(
    ([where, price, ago, isCorrection, long]): Make =>
      (now) =>
        priced({
          ...where,
          ...{ usd: price, from: time(now - ago), recordedAt: time(now), isCorrection },
          ...(long !== null && { to: time(now - ago + long + 1) }),
        }),
  ),
  fc.tuple(fc.nat(50), name, fc.boolean(), fc.nat(9)).map(
    ([position, id, isUp, before]): Make =>
      (now) =>
        planned(position, { at: time(now), before, ...(isUp ? { launches: [`l-${id}`] } : { victims: [id] }) }),
  ),
);
/** Some weeks around the end of a month. */
const story = fc.array(fc.tuple(fc.integer({ min: 1, max: 2_000 }), step), { maxLength: 40 }).map((steps) => {
  let now = 0;
  return steps.map(([later, make]) => {
    now += later;
    return make(now);
  });
});

const { evolve, initialState } = createLedgerFold();
const foldAll = (events: readonly FleetEvent[], from: LedgerState = initialState()) => events.reduce(evolve, from);

it('built at once or bit by bit, with its state written and read in between, the bytes are the same', () => {
  fc.assert(
    fc.property(story, fc.nat(40), (events, cut) => {
      const kept = JSON.parse(JSON.stringify(foldAll(events.slice(0, cut)))) as LedgerState;
      expect(JSON.stringify(foldAll(events.slice(cut), kept))).toBe(JSON.stringify(foldAll(events)));
    }),
  );
});

it('sums by any property are the whole, and months add up to all there is', () => {
  const change = { machinePrices: { gp3PerGbMonth: 0.09, publicIpv4PerHour: 0.005, hostedZonePerMonth: 0.5 } };
  fc.assert(
    fc.property(story, (events) => {
      const state = foldAll(events);
      const made = statementOf(state, options('2026-02', '2026-02-27T00:00:00.000Z', change));
      if (!made) return;
      for (const by of ['zone', 'type', 'capacity', 'day'] satisfies Grouping[]) {
        const groups = groupsOf(made.lines, by);
        for (const key of ['hours', 'unknownHours', 'instanceUsd', 'usd'] as const) {
          expect(groups.reduce((sum, group) => sum + group[key], 0)).toBeCloseTo(made.workers[key], 8);
        }
      }
    }),
  );
});

it('no machine costs more than its dearest price or less than nothing, and more time never costs less', () => {
  fc.assert(
    fc.property(story, (events) => {
      const state = foldAll(events);
      const upTo = (now: string) => statementOf(state, options('2026-02', now))?.workers;
      const [early, late] = [upTo('2026-02-10T00:00:00.000Z'), upTo('2026-02-20T12:34:56.000Z')];
      expect(late?.instanceUsd ?? 0).toBeGreaterThanOrEqual((early?.instanceUsd ?? 0) - 1e-9);
      expect(late?.instanceUsd ?? 0).toBeLessThanOrEqual(0.0977 * (late?.hours ?? 0) + 1e-9);
    }),
  );
});
