import { type EventTypeOf, type RecordedEvent, toTimestamp } from '@smartscale/events';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DemandProfile, demandFold, historyUntil, STEP_SECONDS } from './index.ts';
import { sampleOf } from './testing/samples.ts';

const START = Date.parse('2026-11-02T00:00:00.000Z');
const STEP_MS = STEP_SECONDS * 1_000;

type Event = RecordedEvent<EventTypeOf<'metrics'>>;
const amount = fc.double({ min: 0, max: 500, noNaN: true });
const sample = fc
  .record({ pauseMinutes: fc.nat({ max: 90 }), cores: amount, bytes: amount, rate: fc.option(amount), known: fc.boolean() })
  .map(({ pauseMinutes, cores, bytes, rate, known }) => ({
    pauseMinutes,
    data: {
      ...sampleOf({ cores, bytes: bytes * 2 ** 30, application: [{ name: 'request_rate', value: rate }] }),
      ...(known ? {} : { cpu: null }),
    },
  }));
const events = fc.array(sample, { maxLength: 80 }).map((samples): readonly Event[] => {
  let minutes = 0;
  return samples.map(({ pauseMinutes, data }, index) => {
    minutes += pauseMinutes;
    const at = toTimestamp(START + minutes * 60_000);
    return {
      type: 'MetricsSampled',
      position: index + 1,
      recordedAt: at,
      data: { ...data, sampledAt: at },
    } as unknown as Event;
  });
});

it('has the same bytes wherever the stream is cut and the state goes through JSON', () =>
  fc.assert(
    fc.property(events, fc.array(fc.nat({ max: 79 }), { maxLength: 6 }), (stream, cuts) => {
      const whole = stream.reduce(demandFold.evolve, demandFold.initialState());
      const parts = stream.reduce<DemandProfile>(
        (state, event, index) =>
          demandFold.evolve(cuts.includes(index) ? (JSON.parse(JSON.stringify(state)) as DemandProfile) : state, event),
        demandFold.initialState(),
      );
      expect(JSON.stringify(parts)).toBe(JSON.stringify(whole));
    }),
  ));

it('tells at any moment no more than what was known by then', () =>
  fc.assert(
    fc.property(events, fc.nat({ max: 40 }), (stream, steps) => {
      const until = START + steps * STEP_MS;
      const known = stream.filter(({ recordedAt }) => Date.parse(recordedAt) < until);
      const late = historyUntil(stream.reduce(demandFold.evolve, demandFold.initialState()), until);
      const early = historyUntil(known.reduce(demandFold.evolve, demandFold.initialState()), until);
      if (early.cores.length === 0) return;
      expect(late).toEqual(early);
    }),
  ));
