import { demandOf, workersOf } from '@smartscale/projections/demand';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { demandOfTrace } from './demand-of-trace.ts';
import { recordedSample } from './evaluations.ts';

it('tells the demand whatever the fleet that bears it, as the projection reads it', () =>
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 30, noNaN: true }), fc.integer({ min: 1, max: 12 }), (demand, serving) => {
      const trace = demandOfTrace({ name: 'x', startAt: 0, workers: Float64Array.of(demand), repeatMinutes: 1 });
      const load = trace.loadAt(0, { serving, waitingSeconds: 0 });
      if (load === null) throw new Error('a trace has no gaps');
      const at = '2026-11-24T00:00:00.000Z';
      const { data } = recordedSample(load, { position: 1, at, intervalSeconds: 120, ageSeconds: 0 });
      const read = demandOf(data);
      // Memory, used evenly by a tenth of a worker, is more than the smallest of demands.
      expect(read && workersOf(read, data)).toBeCloseTo(Math.max(0.1, demand), 9);
    }),
  ));
