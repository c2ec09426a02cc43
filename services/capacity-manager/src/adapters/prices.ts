import { type _InstanceType, DescribeSpotPriceHistoryCommand, type EC2Client } from '@aws-sdk/client-ec2';
import type { PricePort, SpotPrice } from '../ports.ts';
import { computeError, fromSdk } from './ec2-errors.ts';

export type PriceSettings = {
  /** USD per hour by instance type. */
  readonly onDemandPrices: Readonly<Record<string, number>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** Spot from EC2's own history, On-Demand from a table: the price list's API exists in few regions and needs a right of its own. */
export function ec2Prices(client: EC2Client, { onDemandPrices, now }: PriceSettings): PricePort {
  return {
    async pricePerHourUsd({ instanceType, zone, capacityType }) {
      if (capacityType === 'spot') {
        const found = await spotPrice(client, { instanceType, zone, now: now() });
        if (found) return found.pricePerHourUsd;
        throw computeError('UnknownPrice', `EC2 has no Spot price of ${instanceType} in ${zone}.`);
      }
      const price = onDemandPrices[instanceType];
      if (price === undefined)
        throw computeError('UnknownPrice', `There is no On-Demand price of ${instanceType}: add it to ON_DEMAND_PRICES.`);
      return price;
    },
    spotPriceInForce: (offering) => spotPrice(client, { ...offering, now: now() }),
  };
}

/** The history goes back from its end: asked for the time from now to now, it answers with the price in force. */
async function spotPrice(
  client: EC2Client,
  at: { instanceType: string; zone: string; now: number },
): Promise<SpotPrice | null> {
  const moment = new Date(at.now);
  const command = new DescribeSpotPriceHistoryCommand({
    AvailabilityZone: at.zone,
    InstanceTypes: [at.instanceType as _InstanceType],
    ProductDescriptions: ['Linux/UNIX'],
    StartTime: moment,
    EndTime: moment,
  });
  const { SpotPriceHistory: history = [] } = await client.send(command).catch((error: unknown) => {
    throw fromSdk(error);
  });
  const newest = history.toSorted((one, other) => Number(other.Timestamp ?? 0) - Number(one.Timestamp ?? 0))[0];
  const pricePerHourUsd = Number(newest?.SpotPrice);
  if (!(pricePerHourUsd > 0)) return null;
  return { pricePerHourUsd, since: newest?.Timestamp?.getTime() ?? at.now };
}
