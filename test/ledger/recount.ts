import type { EventData, RecordedEvent } from '@smartscale/events';

export type Recounted = { readonly hours: number; readonly usd: number };

type Price = EventData<'PriceRecorded'>;
type Machine = EventData<'NodeLaunched'> & { begin: number; end: number };

const SECOND = 1_000;

/**
 * What the machines of a fleet ran and cost between two moments, by `<zone> <capacity type>`: counted a second at a time from the events,
 * in another way than the ledger and with none of its code. Prices that are not known count as nothing.
 */
export function recount(
  events: readonly RecordedEvent[],
  span: { readonly from: string; readonly to: string },
): Readonly<Record<string, Recounted>> {
  const [from, to] = [Date.parse(span.from), Date.parse(span.to)];
  const prices = events.flatMap((event) => (event.type === 'PriceRecorded' ? [event.data] : []));
  const counted: Record<string, { hours: number; usd: number }> = {};
  for (const machine of machinesOf(events, to)) {
    const mine = prices.filter((price) => isFor(price, machine));
    const place = `${machine.zone} ${machine.capacityType}`;
    const sum = counted[place] ?? { hours: 0, usd: 0 };
    counted[place] = sum;
    for (let second = machine.begin; second < Math.min(machine.end, to); second += SECOND) {
      if (second < from) continue;
      sum.hours += 1 / 3_600;
      sum.usd += priceAt(machine, second, mine) / 3_600;
    }
  }
  return counted;
}

function machinesOf(events: readonly RecordedEvent[], to: number): Iterable<Machine> {
  const machines = new Map<string, Machine>();
  for (const { type, data } of events) {
    if (type === 'NodeLaunched') machines.set(data.instanceId, { ...data, begin: Date.parse(data.launchedAt), end: to });
    if (type === 'NodeTerminated') endAt(machines.get(data.instanceId), data.terminatedAt);
    if (type === 'NodeLost') endAt(machines.get(data.instanceId), data.lostAt);
  }
  return machines.values();
}

function endAt(machine: Machine | undefined, time: string): void {
  if (machine) machine.end = Math.max(machine.begin + 60 * SECOND, Date.parse(time));
}

function isFor(price: Price, machine: Machine): boolean {
  return ['zone', 'capacityType', 'instanceType'].every((key) => price[key as 'zone'] === machine[key as 'zone']);
}

/** In these stories prices are observed while machines run, so that the newest that covers the second is the one. */
function priceAt(machine: Machine, second: number, prices: readonly Price[]): number {
  let [price, isCorrected] = [machine.pricePerHourUsd, false];
  for (const { from, to, pricePerHourUsd, source } of prices) {
    if (Date.parse(from) > second || (to !== null && second >= Date.parse(to))) continue;
    if (source === 'observed' && (isCorrected || Date.parse(from) < machine.begin)) continue;
    price = pricePerHourUsd;
    isCorrected ||= source === 'correction';
  }
  return price;
}
