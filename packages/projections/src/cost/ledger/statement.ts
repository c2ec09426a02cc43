import type { MachinePrices } from '../prices/machine-prices.ts';
import { type OnDemandPrices, type StaticFleet, sameHoursOnDemand, staticUsdPerHour } from './counterfactuals.ts';
import { type FixedCosts, fixedCosts, fixedUsdPerHour } from './fixed-costs.ts';
import { forecastMonth, type MonthForecast } from './forecast.ts';
import type { LedgerState } from './ledger-state.ts';
import { type Amounts, type Line, linesOf, machineCosts, sumOf } from './lines.ts';
import { startOfMonth } from './month.ts';
import { hoursOf, type Span } from './rating.ts';
import { type SettledDecision, settledAt } from './sizing.ts';

export type BooksOptions = {
  readonly machinePrices: MachinePrices;
  readonly onDemandPrices: OnDemandPrices;
  /** What somebody would have who never changes it. Null: nothing to compare with. */
  readonly staticFleet: StaticFleet | null;
  readonly serverInstanceType: string;
  readonly diskGb: number;
  readonly controlPlaneUsdPerMonth: number;
};

export type StatementOptions = BooksOptions & {
  /** Such as `2026-11`. */
  readonly month: string;
  /** Epoch milliseconds: the month is counted up to here, if it is not over. */
  readonly now: number;
};

export type Compared = { readonly usd: number; readonly savedPercent: number };

/** The books of a span of time. All in: workers, server, control plane. */
export type Books = {
  readonly from: string;
  readonly until: string;
  readonly hours: number;
  readonly lines: readonly Line[];
  readonly workers: Amounts & { readonly spotHoursPercent: number };
  /** USD of what does not depend on the fleet; null where a price is not known. */
  readonly fixed: FixedCosts;
  readonly usd: number;
  readonly onDemand: Compared & { readonly unpriced: readonly string[] };
  /** Null without one, or without a price of its type. */
  readonly staticFleet: (StaticFleet & Compared) | null;
  /** What the sums lack, a sentence each. */
  readonly unknown: readonly string[];
};

/** The books of a month, up to now or to its end. */
export type Statement = Books & {
  readonly month: string;
  readonly decisions: readonly SettledDecision[];
  readonly forecast: MonthForecast;
};

/** Makes the statement of a month. Null when the fleet had no machine by its end. */
export function statementOf(state: LedgerState, options: StatementOptions): Statement | null {
  const { month, now } = options;
  const [monthStart, monthEnd] = [startOfMonth(month), startOfMonth(month, 1)];
  const books = booksOf(state, { from: monthStart, to: Math.min(monthEnd, now) }, options);
  if (!books) return null;
  const [from, to] = [Date.parse(books.from), Date.parse(books.until)];
  const { machine, perHour } = hourlyCosts(options);
  return {
    month,
    ...books,
    decisions: settledAt(state.sizing, to).filter(({ at }) => at >= from && at < to),
    forecast: forecastMonth(state, { now, monthEnd, soFarUsd: books.usd, machine, fixed: perHour }),
  };
}

/** Makes the books of a span, in epoch milliseconds. Null when the fleet had no machine by its end. */
export function booksOf(state: LedgerState, within: Span, options: BooksOptions): Books | null {
  const span = { from: Math.max(within.from, state.since ?? within.to), to: within.to };
  if (span.to <= span.from) return null;
  const { machine, perHour, serverUsdPerHour } = hourlyCosts(options);
  const lines = linesOf(state, span, machine);
  const workers = sumOf(lines);
  const hours = hoursOf(span);
  const fixedUsd = hours * fixedUsdPerHour(perHour);
  const usd = workers.usd + fixedUsd;
  const { usd: onDemandUsd, unpriced } = sameHoursOnDemand(lines, options.onDemandPrices);
  const fleet = options.staticFleet;
  const staticPerHour = fleet && staticUsdPerHour(fleet, options.onDemandPrices, machine);
  const serverUsd = fixedUsd - hours * perHour.controlPlane;
  const spotHours = sumOf(lines.filter(({ capacityType }) => capacityType === 'spot')).hours;
  return {
    ...{ hours, lines, usd },
    from: new Date(span.from).toISOString(),
    until: new Date(span.to).toISOString(),
    workers: { ...workers, spotHoursPercent: workers.hours === 0 ? 0 : (100 * spotHours) / workers.hours },
    fixed: scaled(perHour, hours),
    onDemand: { ...comparedTo(onDemandUsd + fixedUsd, usd), unpriced },
    staticFleet: fleet && staticPerHour !== null ? { ...fleet, ...comparedTo(hours * staticPerHour + serverUsd, usd) } : null,
    unknown: unknownIn({ lines, unpriced, serverUsdPerHour, options }),
  };
}

function hourlyCosts(options: BooksOptions) {
  const { machinePrices: prices, onDemandPrices, serverInstanceType, diskGb, controlPlaneUsdPerMonth } = options;
  const machine = machineCosts(prices, diskGb);
  const serverUsdPerHour = onDemandPrices[serverInstanceType] ?? null;
  return { machine, serverUsdPerHour, perHour: fixedCosts({ controlPlaneUsdPerMonth, serverUsdPerHour, machine, prices }) };
}

function comparedTo(usd: number, spent: number): Compared {
  return { usd, savedPercent: usd === 0 ? 0 : (100 * (usd - spent)) / usd };
}

function scaled(costs: FixedCosts, hours: number): FixedCosts {
  const entries = Object.entries(costs).map(([name, usd]) => [name, usd === null ? null : usd * hours]);
  return Object.fromEntries(entries) as FixedCosts;
}

function unknownIn(found: {
  readonly lines: readonly Line[];
  readonly unpriced: readonly string[];
  readonly serverUsdPerHour: number | null;
  readonly options: BooksOptions;
}): readonly string[] {
  const { lines, unpriced, serverUsdPerHour, options } = found;
  const hoursOfOffering = new Map<string, number>();
  for (const { capacityType, instanceType, zone, unknownHours } of lines) {
    const offering = `${capacityType} ${instanceType} in ${zone}`;
    if (unknownHours > 0) hoursOfOffering.set(offering, (hoursOfOffering.get(offering) ?? 0) + unknownHours);
  }
  return [
    ...[...hoursOfOffering].map(
      ([offering, hours]) => `the price of ${hours.toFixed(1)} hours of ${offering}: not in the sums`,
    ),
    ...unpriced.map((type) => `the On-Demand price of ${type}: taken at what it cost where all is On-Demand`),
    ...(serverUsdPerHour === null ? [`the price of the server's ${options.serverInstanceType}: not in the sums`] : []),
  ];
}
