import type { EventTypeOf, RecordedEvent } from '@smartscale/events';
import { createLedgerFold, statementOf } from '@smartscale/projections/ledger';
import { beforeAll, describe, expect, it } from 'vitest';
import { simulateInMemory } from '../../apps/simulator/src/testing/simulate-in-memory.ts';
import { recount } from './recount.ts';

const FREE = { gp3PerGbMonth: 0, publicIpv4PerHour: 0, hostedZonePerMonth: 0 };

/** The ledger of a life that the real services have lived, against a count that shares nothing with it but the events. */
describe('the ledger agrees with an independent recount', () => {
  let events: readonly RecordedEvent[];
  let costUsd: number;
  beforeAll(async () => {
    const life = await simulateInMemory({ days: 3, trace: 'nasa-http', seed: 3 });
    events = life.events;
    costUsd = life.result.costUsd;
  }, 120_000);

  const isOfFleet = (event: RecordedEvent) => event.stream.startsWith('fleet-');
  const from = '1995-07-10T00:00:00.000Z';

  function both(told: readonly RecordedEvent[]) {
    const to = told.at(-1)?.recordedAt ?? '';
    const { evolve, initialState } = createLedgerFold();
    const state = told
      .filter(isOfFleet)
      .reduce((book, event) => evolve(book, event as RecordedEvent<EventTypeOf<'fleet'>>), initialState());
    const statement = statementOf(state, {
      ...{ month: '1995-07', now: Date.parse(to), machinePrices: FREE, onDemandPrices: {}, staticFleet: null },
      ...{ serverInstanceType: 'none', diskGb: 1, controlPlaneUsdPerMonth: 0 },
    });
    return { lines: statement?.lines ?? [], counted: recount(told, { from, to }), usd: statement?.workers.usd ?? 0 };
  }

  function expectAgreement({ lines, counted }: ReturnType<typeof both>): void {
    expect(Object.keys(counted).length).toBeGreaterThan(3);
    for (const [place, { hours, usd }] of Object.entries(counted)) {
      const [zone, capacity] = place.split(' ');
      const mine = lines.filter((line) => line.zone === zone && line.capacityType === capacity);
      // A second of each machine may be cut at the end of the count.
      expect(mine.reduce((sum, line) => sum + line.hours, 0)).toBeCloseTo(hours, 1);
      expect(mine.reduce((sum, line) => sum + line.instanceUsd, 0)).toBeCloseTo(usd, 3);
    }
  }

  it('by zone and capacity type, and with what the simulated EC2 billed', () => {
    const all = both(events);
    expectAgreement(all);
    expect(all.usd).toBeCloseTo(costUsd, 1);
  });

  it('when prices move while machines run and are put right afterwards', () => {
    const spot = events.findLast((event) => event.type === 'NodeLaunched' && event.data.capacityType === 'spot');
    if (spot?.type !== 'NodeLaunched') throw new Error('no Spot machine in this life');
    const { zone, capacityType, instanceType } = spot.data;
    const price = (at: string, pricePerHourUsd: number, source: 'observed' | 'correction', to: string | null = null) =>
      ({
        ...{ type: 'PriceRecorded', stream: spot.stream, occurredAt: at, recordedAt: at },
        data: { zone, capacityType, instanceType, pricePerHourUsd, from: at, to, source, note: '' },
      }) as RecordedEvent;
    const told = [
      ...events,
      price('1995-07-11T08:00:00.000Z', 0.02, 'observed'),
      price('1995-07-12T17:30:00.000Z', 0.03, 'observed'),
      price('1995-07-11T12:00:00.000Z', 0.5, 'correction', '1995-07-11T12:20:00.000Z'),
    ].toSorted((one, other) => (one.recordedAt < other.recordedAt ? -1 : 1));
    const changed = both(told);
    expectAgreement(changed);
    expect(changed.usd).not.toBeCloseTo(costUsd, 2);
  });
});
