import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../testing/manual-clock.ts';
import { createCapacity, NO_SHORTAGE } from './capacity.ts';
import { createFakeEc2, type Ec2Options } from './fake-ec2.ts';
import type { LifeOptions } from './fake-instance.ts';

const AT = Date.UTC(2026, 10, 24, 8);
const MINUTE = 60_000;

function setUp(changes: Partial<Ec2Options> = {}) {
  const clock = createManualClock(AT);
  const seen: string[] = [];
  const life: LifeOptions = { interruptionFactor: 0, joinFailures: 0 };
  const ec2 = createFakeEc2({
    ...{ seed: 1, clock, life, throttling: 0 },
    capacity: createCapacity({ seed: 1, shortage: NO_SHORTAGE, isZoneLost: () => false }),
    onLaunched: ({ instanceType }) => seen.push(`launched ${instanceType}`),
    onTurn: (instance, turn) => {
      seen.push(turn.kind);
      if (turn.kind === 'taken') ec2.end(instance, 'interruption');
    },
    onEnded: ({ endCause }) => seen.push(`ended: ${endCause}`),
    ...changes,
  });
  const request = (launchId: string, more = {}) => ({
    ...{
      launchId,
      clusterId: 'test',
      operationId: 'o',
      correlationId: 'c',
      zone: 'ap-south-1a',
      capacityType: 'spot' as const,
    },
    ...{ instanceTypes: ['t3.medium', 't3a.medium', 'm5.large', 'm6i.large'], ...more },
  });
  async function launch(launchId: string, more = {}) {
    const answer = ec2.launch(request(launchId, more));
    await clock.advance(5_000);
    return answer;
  }
  async function pass(minutes: number) {
    for (let minute = 0; minute < minutes; minute += 1) {
      ec2.step(clock.now() + MINUTE);
      await clock.advance(MINUTE);
    }
  }
  return { clock, ec2, seen, launch, pass };
}

describe('the fake EC2', () => {
  it('launches the cheapest type On-Demand, and weighs Spot prices by their risk', async () => {
    const { launch } = setUp();
    expect(await launch('a', { capacityType: 'on-demand' })).toMatchObject({
      kind: 'launched',
      instance: { instanceType: 't3a.medium' },
    });
    expect(await launch('b')).toMatchObject({ instance: { instanceType: 't3a.medium', capacityType: 'spot' } });
  });

  it('starts one instance for one client token, however often it is asked', async () => {
    const { launch, seen } = setUp();
    const [first, second, other] = [await launch('a'), await launch('a'), await launch('b')];
    expect(second).toMatchObject({
      instance: { instanceId: (first as { instance: { instanceId: string } }).instance.instanceId },
    });
    expect(other).not.toMatchObject({
      instance: { instanceId: (first as { instance: { instanceId: string } }).instance.instanceId },
    });
    expect(seen).toHaveLength(2);
  });

  it('refuses a client token that comes with another request', async () => {
    const { launch } = setUp();
    await launch('a');
    await expect(launch('a', { zone: 'ap-south-1b' })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'IdempotentParameterMismatch',
    });
  });

  it('shows an instance some seconds after its launch, then through its states, and for an hour after its end', async () => {
    const { ec2, clock, launch, pass } = setUp();
    const answer = ec2.launch({ ...(await requestOf()), launchId: 'a' });
    expect(await ec2.listInstances('test')).toEqual([]);
    await clock.advance(5_000);
    const [shown] = await ec2.listInstances('test');
    expect(shown).toMatchObject({ state: 'pending', launchId: 'a', launchedAt: AT });
    expect(await answer).toMatchObject({ kind: 'launched' });
    await clock.advance(30_000);
    expect(await ec2.listInstances('test')).toMatchObject([{ state: 'running' }]);
    await ec2.terminate([shown?.instanceId ?? '', 'i-unknown']);
    expect(await ec2.listInstances('test')).toMatchObject([{ state: 'shutting-down' }]);
    await clock.advance(30_000);
    expect(await ec2.listInstances('test')).toMatchObject([{ state: 'terminated' }]);
    await pass(58);
    expect(await ec2.listInstances('test')).toHaveLength(1);
    await pass(4);
    expect(await ec2.listInstances('test')).toHaveLength(0);
    expect(await launch('b')).toMatchObject({ kind: 'launched' });
  });

  it('says by name that there is no capacity in a zone', async () => {
    const { launch } = setUp({ capacity: { isAvailable: ({ zone }) => zone !== 'ap-south-1a' } });
    expect(await launch('a')).toMatchObject({ kind: 'unavailable', code: 'InsufficientInstanceCapacity' });
    expect(await launch('a', { zone: 'ap-south-1b' })).toMatchObject({ kind: 'launched' });
  });

  it('takes another type where the best has no capacity', async () => {
    const { launch } = setUp({ capacity: { isAvailable: ({ instanceType }) => instanceType !== 't3a.medium' } });
    expect(await launch('a')).toMatchObject({ instance: { instanceType: 't3.medium' } });
  });

  it('refuses types that it does not know, and calls beyond its limit', async () => {
    await expect(setUp().launch('a', { instanceTypes: ['z9.huge'] })).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    const { ec2 } = setUp({ throttling: 1 });
    await expect(ec2.listInstances('test')).rejects.toMatchObject({ kind: 'throttled', code: 'RequestLimitExceeded' });
  });

  it('takes Spot instances back two minutes after a notice, and On-Demand ones never', async () => {
    const storm = setUp({ life: { interruptionFactor: 500, joinFailures: 0 } });
    await storm.launch('a');
    await storm.launch('b', { capacityType: 'on-demand' });
    await storm.pass(3 * 1_440);
    const turns = storm.seen.filter((entry) => entry !== 'rebalance');
    expect(turns).toEqual(['launched t3a.medium', 'launched t3a.medium', 'notice', 'taken', 'ended: interruption']);
  });

  it('lives the same life again from the same seed, and another from another', async () => {
    const livesOf = async (seed: number) => {
      const world = setUp({ seed, life: { interruptionFactor: 100, joinFailures: 0 } });
      await world.launch('a');
      return [...world.ec2.instances.values()].map(({ readyAt, turns }) => JSON.stringify({ readyAt, turns }));
    };
    expect(await livesOf(1)).toEqual(await livesOf(1));
    expect(await livesOf(1)).not.toEqual(await livesOf(2));
  });

  async function requestOf() {
    return {
      ...{ clusterId: 'test', operationId: 'o', correlationId: 'c', zone: 'ap-south-1a' },
      ...{ capacityType: 'on-demand' as const, instanceTypes: ['t3.medium'] },
    };
  }
});
