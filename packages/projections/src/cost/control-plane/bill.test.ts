import { describe, expect, it } from 'vitest';
import type { Activity } from './activity.ts';
import { type BillLine, type MonthlyBill, monthlyBill } from './bill.ts';
import type { Part } from './parts.ts';
import { PRICE_LISTS } from './price-lists.ts';
import { SIMULATED_MONTH } from './simulated-month.ts';

const prices = PRICE_LISTS['us-east-1'];
const nothing: Activity = { days: 30, invocations: {}, scheduleCalls: 0, events: 0, eventBytes: 0, metricHours: 0 };
const partsOf = ({ lines }: MonthlyBill) =>
  Object.fromEntries(lines.map((line) => [line.part, line])) as Readonly<Record<Part, BillLine>>;
const billed = (change: Partial<Activity>, isTraced = false) =>
  partsOf(monthlyBill({ ...nothing, ...change }, { prices, isTraced }));

describe('the bill of a month', () => {
  it('has nothing in it but alarms when nothing happens', () => {
    const bill = monthlyBill(nothing, { prices });
    expect(bill.usd).toBe(0);
    expect(bill.alarms.usd).toBeCloseTo(bill.alarms.quantity * 0.1, 10);
    expect(bill.alarms.usdAboveFree).toBeCloseTo((bill.alarms.quantity - 10) * 0.1, 10);
  });

  it('is that of 30 days, however many were counted', () => {
    const events = { events: 1_000_000, eventBytes: 1 };
    expect(billed({ ...events, days: 30 })['bus-events'].usd).toBeCloseTo(1, 10);
    expect(billed({ ...events, days: 15 })['bus-events'].usd).toBeCloseTo(2, 10);
  });

  it('takes the time of a call times the memory, and its units', () => {
    const { 'lambda-seconds': time, 'table-writes': writes } = billed({ invocations: { 'decision-engine/evaluate': 1_000 } });
    expect(time.usd).toBeCloseTo(time.quantity * 0.0000133334, 12);
    expect(writes.usd).toBeCloseTo(writes.quantity * 0.000000625, 12);
    expect(billed({ invocations: { 'decision-engine/evaluate': 2_000 } })['table-writes'].quantity).toBe(2 * writes.quantity);
  });

  it('has a metric by its share of the month, and each copy of an event in storage', () => {
    expect(billed({ metricHours: 720 }).metrics).toMatchObject({ quantity: 1, usd: 0.3, usdAboveFree: 0 });
    expect(billed({ metricHours: 11 * 720 }).metrics.usdAboveFree).toBeCloseTo(0.3, 10);
    expect(billed({ events: 0, eventBytes: 1024 ** 3 })['table-storage'].quantity).toBe(2);
  });

  it('has traces when they are on', () => {
    const invocations = { 'outbox-relay/relay': 200_000 };
    expect(billed({ invocations }).traces.usd).toBe(0);
    expect(billed({ invocations }, true).traces).toMatchObject({ usd: 1, usdAboveFree: 0.5 });
  });

  it('refuses a function that was never counted', () => {
    expect(() => billed({ invocations: { 'a/b': 1 } })).toThrow('an invocation of a/b takes was never counted');
  });
});

describe('a month as simulated', () => {
  it.each(Object.entries(PRICE_LISTS))(
    'costs hardly more than a dollar in %s, without the alarms and without a free tier',
    (_, list) => {
      const { usd, usdAboveFree } = monthlyBill(SIMULATED_MONTH, { prices: list });
      expect(usd).toBeLessThan(1);
      expect(usdAboveFree).toBeLessThan(usd);
    },
  );
});
