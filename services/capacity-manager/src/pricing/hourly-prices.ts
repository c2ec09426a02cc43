import { type RecordedEvent, toTimestamp } from '@smartscale/events';
import type { Telemetry } from '@smartscale/lambda';
import type { fleet } from '@smartscale/projections';
import type { Fact } from '../commands.ts';
import { ComputeError, type PricePort } from '../ports.ts';

const HOUR_MILLISECONDS = 3_600_000;

type Outside = { readonly prices: PricePort; readonly telemetry: Telemetry };

/**
 * What the workers cost now, asked at the first sample of an hour: Spot, which moves while a worker lives, and whatever was not known at
 * a launch. A price that EC2 does not tell is asked for again an hour later.
 */
export async function hourlyPrices(
  sample: RecordedEvent<'MetricsSampled' | 'MetricsMissed'>,
  state: fleet.FleetState,
  outside: Outside,
): Promise<readonly Fact[]> {
  if (!isFirstOfHour(sample.data)) return [];
  const ofOffering = new Map<string, fleet.Worker>();
  for (const worker of Object.values(state.workers)) {
    const key = `${worker.instanceType}/${worker.zone}/${worker.capacityType}`;
    const other = ofOffering.get(key);
    // One for each offering, and of an On-Demand one that was launched unpriced the oldest.
    if (isAskedFor(worker) && !(other && other.launchedAt <= worker.launchedAt)) ofOffering.set(key, worker);
  }
  const facts = await Promise.all([...ofOffering.values()].map((worker) => priceOf(worker, outside)));
  return facts.filter((fact) => fact !== null);
}

function isFirstOfHour({
  sampledAt,
  intervalSeconds,
}: {
  readonly sampledAt: string;
  readonly intervalSeconds: number;
}): boolean {
  const at = Date.parse(sampledAt);
  const hourOf = (moment: number) => Math.floor(moment / HOUR_MILLISECONDS);
  return hourOf(at) !== hourOf(at - intervalSeconds * 1_000);
}

function isAskedFor({ capacityType, pricePerHourUsd }: fleet.Worker): boolean {
  return capacityType === 'spot' || pricePerHourUsd === 0;
}

async function priceOf(worker: fleet.Worker, { prices, telemetry }: Outside): Promise<Fact | null> {
  const { instanceType, zone, capacityType } = worker;
  const offering = { instanceType, zone, capacityType };
  const observed = { ...offering, to: null, source: 'observed' as const, note: '' };
  try {
    if (capacityType === 'spot') {
      const found = await prices.spotPriceInForce(offering);
      if (found === null) return null;
      const { pricePerHourUsd, since } = found;
      return { type: 'PriceRecorded', data: { ...observed, pricePerHourUsd, from: toTimestamp(since) } };
    }
    const pricePerHourUsd = await prices.pricePerHourUsd(offering);
    return { type: 'PriceRecorded', data: { ...observed, pricePerHourUsd, from: worker.launchedAt } };
  } catch (error) {
    if (!(error instanceof ComputeError)) throw error;
    telemetry.warn(`no price of ${capacityType} ${instanceType} in ${zone}: ${error.message}`, { kind: error.kind });
    return null;
  }
}
