import { HOURS_PER_PRICED_MONTH, type MachinePrices } from '../prices/machine-prices.ts';
import type { LedgerState } from './ledger-state.ts';
import type { Offering } from './life.ts';
import { dayOf } from './month.ts';
import { hoursOf, piecesOf, type Span } from './rating.ts';

/** What the machines of one offering cost on one day. Sums of any of them are sums of lines. */
export type Line = Offering & {
  /** `2026-11-24`, of UTC. */
  readonly day: string;
  readonly hours: number;
  /** Of these hours, those whose price is not known: they are in no sum of instances. */
  readonly unknownHours: number;
  readonly instanceUsd: number;
  readonly diskUsd: number;
  readonly addressUsd: number;
  /** All three. */
  readonly usd: number;
};

/** A worker's disk, and what an hour of it and of a public address costs. */
export type MachineCosts = { readonly diskUsdPerHour: number; readonly addressUsdPerHour: number };

export function machineCosts(prices: MachinePrices, diskGb: number): MachineCosts {
  return {
    diskUsdPerHour: (prices.gp3PerGbMonth * diskGb) / HOURS_PER_PRICED_MONTH,
    addressUsdPerHour: prices.publicIpv4PerHour,
  };
}

/** All that ran in a span, by day, zone, capacity type and instance type. */
export function linesOf(state: LedgerState, span: Span, { diskUsdPerHour, addressUsdPerHour }: MachineCosts): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const life of [...state.ended, ...Object.values(state.living)]) {
    const { instanceType, zone, capacityType } = life;
    for (const piece of piecesOf(life, span, state.corrections)) {
      const day = dayOf(piece.from);
      const key = `${day}/${zone}/${capacityType}/${instanceType}`;
      const hours = hoursOf(piece);
      const [instanceUsd, diskUsd, addressUsd] = [
        hours * (piece.usdPerHour ?? 0),
        hours * diskUsdPerHour,
        hours * addressUsdPerHour,
      ];
      const line = lines.get(key) ?? { day, zone, capacityType, instanceType, ...NOTHING };
      lines.set(key, {
        ...line,
        hours: line.hours + hours,
        unknownHours: line.unknownHours + (piece.usdPerHour === null ? hours : 0),
        instanceUsd: line.instanceUsd + instanceUsd,
        diskUsd: line.diskUsd + diskUsd,
        addressUsd: line.addressUsd + addressUsd,
        usd: line.usd + instanceUsd + diskUsd + addressUsd,
      });
    }
  }
  return [...lines.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, line]) => line);
}

const NOTHING = { hours: 0, unknownHours: 0, instanceUsd: 0, diskUsd: 0, addressUsd: 0, usd: 0 };

export type Amounts = Omit<Line, keyof Offering | 'day'>;

export function sumOf(lines: readonly Line[]): Amounts {
  return lines.reduce<Amounts>(
    (sum, line) => ({
      hours: sum.hours + line.hours,
      unknownHours: sum.unknownHours + line.unknownHours,
      instanceUsd: sum.instanceUsd + line.instanceUsd,
      diskUsd: sum.diskUsd + line.diskUsd,
      addressUsd: sum.addressUsd + line.addressUsd,
      usd: sum.usd + line.usd,
    }),
    NOTHING,
  );
}

export type Grouping = 'zone' | 'type' | 'capacity' | 'day';

const KEYS: Readonly<Record<Grouping, keyof Offering | 'day'>> = {
  zone: 'zone',
  type: 'instanceType',
  capacity: 'capacityType',
  day: 'day',
};

/** Lines summed by one of their properties, in its order. */
export function groupsOf(lines: readonly Line[], by: Grouping): readonly (Amounts & { readonly name: string })[] {
  const names = [...new Set(lines.map((line) => line[KEYS[by]]))].sort();
  return names.map((name) => ({ name, ...sumOf(lines.filter((line) => line[KEYS[by]] === name)) }));
}
