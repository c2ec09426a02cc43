import { describe, expect, it } from 'vitest';
import { ComputeError } from '../ports.ts';
import { metricsMissed } from '../testing/events.ts';
import { NOW } from '../testing/fleets.ts';
import { createWorld } from '../testing/world.ts';

const HOUR = 3_600_000;
const ON_THE_HOUR = Math.ceil(NOW / HOUR) * HOUR;
const LAUNCHED = new Date(NOW - HOUR).toISOString();

async function worldWith(...places: readonly (`${string} spot` | `${string} on-demand`)[]) {
  const world = await createWorld();
  for (const [index, place] of places.entries()) await world.addWorker(`i-${index}`, place);
  return {
    ...world,
    /** What a sample at that time has recorded of prices. */
    async sampledAt(at: number) {
      const before = (await world.events()).length;
      await world.deliver('reconcile', metricsMissed({ position: at - NOW + 1, at }));
      return (await world.events()).slice(before).flatMap((event) => {
        const isPriced = event.type === 'PriceRecorded' || (event.type === 'NodeLaunched' && event.data.cause === 'adoption');
        return isPriced ? [{ type: event.type, data: event.data }] : [];
      });
    },
  };
}

describe('prices of the hour', () => {
  it('are recorded at its first sample when Spot has moved by a percent, once, for all workers of the offering', async () => {
    const world = await worldWith('a spot', 'a spot', 'b spot');
    world.ec2.spotPrices.set('a', { pricePerHourUsd: 0.0505, since: NOW - 60_000 });
    world.ec2.spotPrices.set('b', { pricePerHourUsd: 0.0504, since: NOW - 60_000 });
    expect(await world.sampledAt(ON_THE_HOUR)).toEqual([
      {
        type: 'PriceRecorded',
        data: {
          ...{ instanceType: 't3.medium', zone: 'a', capacityType: 'spot', pricePerHourUsd: 0.0505 },
          ...{ from: new Date(NOW - 60_000).toISOString(), to: null, source: 'observed', note: '' },
        },
      },
    ]);
    const { workers } = await world.fleet();
    expect(['i-0', 'i-1', 'i-2'].map((id) => workers[id]?.pricePerHourUsd)).toEqual([0.0505, 0.0505, 0.05]);
    expect(await world.sampledAt(ON_THE_HOUR + HOUR)).toEqual([]);
  });

  it('are asked for in no other sample', async () => {
    const world = await worldWith('a spot');
    world.ec2.spotPrices.set('a', { pricePerHourUsd: 1, since: NOW });
    expect(await world.sampledAt(ON_THE_HOUR + 120_000)).toEqual([]);
    expect(await world.sampledAt(ON_THE_HOUR + HOUR + 119_000)).toHaveLength(1);
  });

  it('make good a price that was not known at the launch, from the launch on', async () => {
    const world = await worldWith();
    world.ec2.add({ instanceId: 'i-stranger', zone: 'a', capacityType: 'on-demand', launchedAt: NOW - HOUR });
    const known = world.ec2.pricePerHourUsd;
    world.ec2.pricePerHourUsd = async () => {
      throw new ComputeError('invalid', 'UnknownPrice', 'no price');
    };
    expect(await world.sampledAt(ON_THE_HOUR)).toMatchObject([{ type: 'NodeLaunched', data: { pricePerHourUsd: 0 } }]);
    expect(await world.sampledAt(ON_THE_HOUR + HOUR)).toEqual([]);
    world.ec2.pricePerHourUsd = known;
    expect(await world.sampledAt(ON_THE_HOUR + 2 * HOUR)).toMatchObject([
      { type: 'PriceRecorded', data: { pricePerHourUsd: 0.05, from: LAUNCHED, capacityType: 'on-demand' } },
    ]);
  });
});
