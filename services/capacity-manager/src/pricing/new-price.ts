import type { EventData } from '@smartscale/events';
import type { fleet } from '@smartscale/projections';

type Offering = Pick<fleet.Worker, 'instanceType' | 'zone' | 'capacityType'>;

/** Spot prices move by fractions of a percent all day: what is recorded is never further than this from what EC2 bills. */
const NEWS_PERCENT = 1;

/** Whether a price says something that the stream does not know of a worker of that offering; 0 there is a price that was not known. */
export function isNewPrice(price: EventData<'PriceRecorded'>, worker: fleet.Worker): boolean {
  if (!isOfOffering(worker, price)) return false;
  const known = worker.pricePerHourUsd;
  return known === 0 || Math.abs(price.pricePerHourUsd - known) * 100 >= NEWS_PERCENT * known;
}

function isOfOffering(worker: Offering, { instanceType, zone, capacityType }: Offering): boolean {
  return worker.instanceType === instanceType && worker.zone === zone && worker.capacityType === capacityType;
}
