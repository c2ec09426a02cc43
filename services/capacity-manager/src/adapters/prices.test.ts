import { EC2Client } from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import { ec2Prices } from './prices.ts';

const settings = { onDemandPrices: { 't3.medium': 0.0448 }, now: () => 7_000 };
const spot = { instanceType: 't3.medium', zone: 'a', capacityType: 'spot' } as const;

function pricesFrom(answer: () => unknown) {
  const client = new EC2Client({ region: 'ap-south-1' });
  const inputs: unknown[] = [];
  client.send = (async (command: { input: unknown }) => {
    inputs.push(command.input);
    return answer();
  }) as never;
  return { prices: ec2Prices(client, settings), inputs };
}

it('takes the newest Spot price of that type in that zone', async () => {
  const { prices, inputs } = pricesFrom(() => ({
    SpotPriceHistory: [
      { SpotPrice: '0.0150', Timestamp: new Date(1_000) },
      { SpotPrice: '0.0180', Timestamp: new Date(6_000) },
    ],
  }));
  expect(await prices.pricePerHourUsd(spot)).toBe(0.018);
  expect(inputs).toMatchObject([{ AvailabilityZone: 'a', InstanceTypes: ['t3.medium'], StartTime: new Date(7_000) }]);
});

it('says since when the Spot price in force is', async () => {
  const { prices } = pricesFrom(() => ({
    SpotPriceHistory: [
      { SpotPrice: '0.0180', Timestamp: new Date(6_000) },
      { SpotPrice: '0.0150', Timestamp: new Date(1_000) },
    ],
  }));
  expect(await prices.spotPriceInForce(spot)).toEqual({ pricePerHourUsd: 0.018, since: 6_000 });
  expect(await pricesFrom(() => ({ SpotPriceHistory: [] })).prices.spotPriceInForce(spot)).toBeNull();
});

it('takes On-Demand prices from its table, without asking', async () => {
  const { prices, inputs } = pricesFrom(() => ({}));
  expect(await prices.pricePerHourUsd({ ...spot, capacityType: 'on-demand' })).toBe(0.0448);
  expect(inputs).toEqual([]);
});

it('does not invent a price', async () => {
  const { prices } = pricesFrom(() => ({ SpotPriceHistory: [] }));
  await expect(prices.pricePerHourUsd(spot)).rejects.toMatchObject({ code: 'UnknownPrice' });
  await expect(prices.pricePerHourUsd({ ...spot, instanceType: 'x9.huge', capacityType: 'on-demand' })).rejects.toThrow(
    /ON_DEMAND_PRICES/,
  );
});

it('tells whose fault a failure is', async () => {
  const { prices } = pricesFrom(() => {
    throw Object.assign(new Error('no'), { name: 'UnauthorizedOperation' });
  });
  await expect(prices.pricePerHourUsd(spot)).rejects.toMatchObject({ kind: 'unauthorized' });
});
