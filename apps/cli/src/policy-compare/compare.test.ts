import { type DomainEvent, deriveEventId, type EventData, toTimestamp } from '@smartscale/events';
import { createMemoryEventStore } from '@smartscale/events/memory';
import { describe, expect, it } from 'vitest';
import { comparePolicies } from './compare.ts';
import { formatComparison } from './format.ts';

const START = Date.parse('2026-11-24T08:00:00.000Z');
const STEP = 120_000;
const ALL = { from: null, to: null, name: null };

type Data = EventData<'ScaleDecided'>;
type Want = readonly [action: Data['action'], to: number];

/** A decision of the sample at a tick: from three workers. */
function decision(tick: number, [action, to]: Want, who: string): Data {
  const basis = { sampleId: `sample-${tick}`, samplePosition: tick + 1, fleetPosition: 0, policyVersion: 1, forecast: null };
  const times = { now: toTimestamp(START + tick * STEP), intervalSeconds: 120 };
  const memory = { samplePosition: tick + 1, streaks: {}, changes: [], account: null };
  const outcome = { action, from: 3, to, decidedBy: 'cpu', reason: `${who} says ${action}` };
  return { ...outcome, basis: { ...times, ...basis, demand: null }, signals: [], guards: [], memory };
}

/** A stream in which both decided at each tick; null: no shadow. */
async function lived(ticks: readonly (readonly [real: Want, shadow: Want | null])[], policyName = 'dearer') {
  const time = { now: START };
  const store = createMemoryEventStore({ now: () => time.now });
  let version = 0;
  for (const [tick, [real, shadow]] of ticks.entries()) {
    time.now = START + tick * STEP;
    const events: DomainEvent<'ScaleDecided' | 'ShadowDecided'>[] = [
      { type: 'ScaleDecided', data: decision(tick, real, 'real') },
    ];
    if (shadow) events.push({ type: 'ShadowDecided', data: { policyName, ...decision(tick, shadow, policyName) } });
    const offered = events.map((event, index) => {
      const id = deriveEventId(time.now, event.type, tick, index);
      return { ...event, id, correlationId: id, causationId: id, occurredAt: toTimestamp(time.now) };
    });
    await store.append('scaling-demo', offered, { expectedVersion: version });
    version += offered.length;
  }
  return store;
}

const HOLD: Want = ['hold', 3];
const UP: Want = ['up', 4];
const DOWN: Want = ['down', 2];

describe('comparing a shadow policy with the one in force', () => {
  it('counts where they agreed, and what each wanted', async () => {
    const store = await lived([
      [HOLD, HOLD],
      [UP, UP],
      [HOLD, DOWN],
      [UP, HOLD],
    ]);
    expect(await comparePolicies(store, 'demo', ALL)).toMatchObject({
      ...{ shadows: ['dearer'], evaluations: 4, agreed: 2, stretches: 1 },
      workerHours: { inForce: 0.47, shadow: 0.4 },
      changes: { inForce: { up: 2, down: 0 }, shadow: { up: 1, down: 1 } },
      from: toTimestamp(START),
      to: toTimestamp(START + 3 * STEP),
    });
  });

  it('tells the first and the longest stretches apart, with the reasons of both as they began', async () => {
    const store = await lived([[HOLD, DOWN], [HOLD, HOLD], ...new Array<readonly [Want, Want]>(3).fill([HOLD, UP]), [UP, UP]]);
    const { first, longest } = await comparePolicies(store, 'demo', ALL);
    expect(first.map(({ evaluations }) => evaluations)).toEqual([1, 3]);
    expect(longest.map(({ evaluations }) => evaluations)).toEqual([3, 1]);
    expect(longest[0]).toMatchObject({
      from: toTimestamp(START + 2 * STEP),
      to: toTimestamp(START + 4 * STEP),
      inForce: { action: 'hold', reason: 'real says hold' },
      shadow: { action: 'up', to: 4, reason: 'dearer says up' },
    });
  });

  it('is about the time and the shadow that it is asked for, and about samples that both decided on', async () => {
    const ticks = [[HOLD, DOWN] as const, [HOLD, null] as const, [HOLD, HOLD] as const];
    const store = await lived(ticks);
    expect(await comparePolicies(store, 'demo', ALL)).toMatchObject({ evaluations: 2, agreed: 1 });
    const later = { ...ALL, from: toTimestamp(START + 1) };
    expect(await comparePolicies(store, 'demo', later)).toMatchObject({ evaluations: 1, agreed: 1, first: [] });
    expect(await comparePolicies(store, 'demo', { ...ALL, to: toTimestamp(START + 1) })).toMatchObject({ evaluations: 1 });
    expect(await comparePolicies(store, 'demo', { ...ALL, name: 'other' })).toMatchObject({ evaluations: 0, shadows: [] });
  });

  it('reads as a table for people', async () => {
    const store = await lived([[HOLD, UP], ...new Array<readonly [Want, Want]>(3).fill([HOLD, HOLD])]);
    const text = formatComparison(await comparePolicies(store, 'demo', ALL));
    expect(text).toContain('4 samples decided by both: 3 the same (75 %), 1 not, in 1 stretch');
    expect(text).toMatch(/in force +0\.4 +0 +0\n +shadow +0\.4 +1 +0/);
    expect(text).toContain('    in force: hold: real says hold\n    shadow:   up: dearer says up');
  });
});
