import type { Activity } from './activity.ts';
import { PART_NAMES, PARTS, type Part } from './parts.ts';
import type { PriceList } from './price-lists.ts';
import {
  ALARMS,
  type BilledFunction,
  INVOCATION_USAGE,
  type InvocationUsage,
  MEMORY_MEGABYTES,
  PLATFORM_LOG_BYTES,
} from './usage.ts';

export const DAYS_PER_MONTH = 30;
const HOURS_PER_MONTH = 24 * DAYS_PER_MONTH;
const GB = 1024 ** 3;
/** What an item of a table takes beyond its bytes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const ITEM_OVERHEAD_BYTES = 100;
/** The index by day holds every event once more. */
const COPIES = 2;

export type BillLine = {
  readonly part: Part;
  readonly quantity: number;
  /** At list price, as if nothing were free. */
  readonly usd: number;
  /** Above what an account has free; all of that taken for this cluster. */
  readonly usdAboveFree: number;
};

export type MonthlyBill = {
  readonly lines: readonly BillLine[];
  /** Without the alarms. */
  readonly usd: number;
  readonly usdAboveFree: number;
  readonly alarms: BillLine;
};

/** The bill of a month of 30 days that goes on like `activity`. Each trace is one invocation: at our pace X-Ray samples all. */
export function monthlyBill(
  activity: Activity,
  options: { readonly prices: PriceList; readonly isTraced?: boolean },
): MonthlyBill {
  const { prices, isTraced = false } = options;
  const quantities = quantitiesOf(activity, isTraced);
  const all = PART_NAMES.map((part) => lineOf(part, quantities[part], prices));
  const lines = all.filter(({ part }) => part !== 'alarms');
  const sum = (key: 'usd' | 'usdAboveFree') => lines.reduce((total, line) => total + line[key], 0);
  return {
    lines,
    usd: sum('usd'),
    usdAboveFree: sum('usdAboveFree'),
    alarms: lineOf('alarms', quantities.alarms, prices),
  };
}

function lineOf(part: Part, quantity: number, { usd }: PriceList): BillLine {
  const billed = Math.max(0, quantity - PARTS[part].freePerMonth);
  return { part, quantity, usd: quantity * usd[part], usdAboveFree: billed * usd[part] };
}

/** What a month takes of each part. */
export function quantitiesOf(activity: Activity, isTraced: boolean): Readonly<Record<Part, number>> {
  const perMonth = DAYS_PER_MONTH / activity.days;
  const invocations = Object.entries(activity.invocations);
  const summed = (of: (usage: InvocationUsage) => number) =>
    perMonth * invocations.reduce((sum, [name, count]) => sum + count * of(usageOf(name)), 0);
  const requests = summed(() => 1);
  const events = perMonth * activity.events;
  const eventGb = (perMonth * activity.eventBytes) / GB;
  const storedGb = COPIES * (eventGb + (events * ITEM_OVERHEAD_BYTES) / GB);
  const logGb = summed(({ logBytes }) => logBytes + PLATFORM_LOG_BYTES) / GB;
  const objectReads = summed((usage) => usage.objectReads);
  return {
    'lambda-requests': requests,
    'lambda-seconds': summed(({ billedMilliseconds }) => (billedMilliseconds / 1_000) * (MEMORY_MEGABYTES / 1_024)),
    'table-reads': summed(({ readUnits }) => readUnits),
    'table-writes': summed(({ writeUnits }) => writeUnits),
    'table-storage': storedGb,
    'table-recovery': storedGb,
    'bus-events': events,
    'archive-writes': eventGb,
    'archive-storage': eventGb,
    'schedule-calls': perMonth * activity.scheduleCalls,
    'log-writes': logGb,
    'log-storage': logGb,
    metrics: (perMonth * activity.metricHours) / HOURS_PER_MONTH,
    'object-reads': objectReads,
    'key-requests': objectReads,
    traces: isTraced ? requests : 0,
    alarms: ALARMS,
  };
}

/** Throws when a function was never counted: the table must learn it. */
function usageOf(name: string): InvocationUsage {
  if (Object.hasOwn(INVOCATION_USAGE, name)) return INVOCATION_USAGE[name as BilledFunction];
  throw new RangeError(`what an invocation of ${name} takes was never counted: see INVOCATION_USAGE`);
}
