import type { EventData } from '@smartscale/events';

export type CapacityType = EventData<'NodeLaunched'>['capacityType'];

/** What has one price at a time. */
export type Offering = { readonly instanceType: string; readonly zone: string; readonly capacityType: CapacityType };

/** What an hour costs from a moment on; null where it is not known. Moments are epoch milliseconds, here and in the whole ledger. */
export type Rate = { readonly from: number; readonly usdPerHour: number | null };

/** A machine from launch to the end of its bill. */
export type Life = Offering & {
  readonly instanceId: string;
  readonly from: number;
  /** Null while it runs. */
  readonly to: number | null;
  /** Ended by being lost: it may come back, or turn out to have ended later. */
  readonly wasLost: boolean;
  /** As observed, in order of time; the first is from the launch on. */
  readonly rates: readonly Rate[];
};

/** AWS bills Linux by the second, a minute at the least. */
const SHORTEST_BILL_MILLISECONDS = 60_000;
const SECOND = 1_000;

/** A price of 0 in an event is one that was not known. */
export function knownPrice(pricePerHourUsd: number): number | null {
  return pricePerHourUsd > 0 ? pricePerHourUsd : null;
}

/** The life with its end: whole seconds from the launch, a minute at the least, also when the end lies before the launch. */
export function ended(life: Life, at: number, options: { readonly wasLost: boolean }): Life {
  const lived = Math.max(SHORTEST_BILL_MILLISECONDS, Math.ceil((at - life.from) / SECOND) * SECOND);
  return { ...life, to: life.from + lived, wasLost: options.wasLost };
}

export function isOf(life: Offering, { instanceType, zone, capacityType }: Offering): boolean {
  return life.instanceType === instanceType && life.zone === zone && life.capacityType === capacityType;
}

export function rateAt(rates: readonly Rate[], moment: number): number | null {
  return rates.findLast(({ from }) => from <= moment)?.usdPerHour ?? null;
}

/** The life with another price in a time, as far as it lived in it. */
export function withPrice(
  life: Life,
  price: { readonly from: number; readonly to: number | null; readonly usdPerHour: number },
): Life {
  const from = Math.max(price.from, life.from);
  const to = price.to ?? Number.POSITIVE_INFINITY;
  if (to <= from || (life.to !== null && life.to <= from)) return life;
  const before = life.rates.filter((rate) => rate.from < from);
  const after = life.rates.filter((rate) => rate.from > to);
  const then = Number.isFinite(to) ? [{ from: to, usdPerHour: rateAt(life.rates, to) }] : [];
  return { ...life, rates: [...before, { from, usdPerHour: price.usdPerHour }, ...then, ...after] };
}
