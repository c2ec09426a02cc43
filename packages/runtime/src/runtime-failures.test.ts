import type { LambdaHandler } from '@smartscale/lambda';
import { describe, expect, it } from 'vitest';
import { createWorld, MINUTE, START } from './runtime-fixture.ts';

const failing = async (): Promise<void> => {
  throw new Error('no');
};
const heard = (seen: readonly string[]): string[] => seen.filter((line) => line.startsWith('hear'));

describe('a function that throws', () => {
  it('is tried again after one and two more minutes, then its event is a dead letter', async () => {
    const { runtime, clock, append, seen } = createWorld({ hear: failing });
    await runtime.start();
    await append(1);
    await clock.runUntil(START + 3 * MINUTE - 1);
    expect(runtime.deadLetters.count()).toBe(0);
    await clock.runUntil(START + 60 * MINUTE);
    expect(heard(seen)).toEqual(['hear 1 at 0', 'hear 1 at 60', 'hear 1 at 180']);
    expect(runtime.deadLetters.list()).toMatchObject([
      {
        service: 'listener',
        functionName: 'hear',
        source: 'listener/hear#1',
        attempts: 3,
        error: 'Error: no',
        at: START + 3 * MINUTE,
      },
    ]);
  });

  it('recovers when a repeat succeeds', async () => {
    let attempts = 0;
    const hear = async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('once');
    };
    const { runtime, clock, append } = createWorld({ hear, retry: { firstPauseMilliseconds: 500 } });
    await runtime.start();
    await append(1);
    await clock.runUntil(START + MINUTE);
    expect(attempts).toBe(2);
    expect(runtime.deadLetters.count()).toBe(0);
  });

  it('is not tried again when its serverless.yml says so', async () => {
    const { runtime, clock } = createWorld({
      onDelivery: ({ functionName }) => {
        if (functionName === 'notice') throw new Error('killed');
        return undefined;
      },
    });
    runtime.bus.injectAwsEvent({ source: 'aws.ec2', detailType: 'Warning', detail: { 'instance-id': 'i-1' } });
    await clock.runUntil(START + 60 * MINUTE);
    expect(runtime.deadLetters.list()).toMatchObject([{ functionName: 'notice', attempts: 1 }]);
  });

  it('that took longer than its timeout has failed, though it ran to its end here', async () => {
    const { runtime, clock, append, seen } = createWorld({
      hear: (number, ports) => ports.clock.sleep(number === 1 ? 30_000 : 30_001),
    });
    await runtime.start();
    await append(1);
    await append(2);
    await clock.runUntil(START + 30 * MINUTE);
    expect(heard(seen).filter((line) => line.startsWith('hear 1'))).toHaveLength(1);
    expect(heard(seen).filter((line) => line.startsWith('hear 2'))).toHaveLength(3);
    expect(runtime.deadLetters.list()).toMatchObject([{ error: expect.stringContaining('timeout of 30 s') }]);
  });
});

describe('a function that is killed', () => {
  it('before its first step is called again', async () => {
    const killedOnce = new Set<string>();
    const { runtime, clock, append, seen } = createWorld({
      onDelivery: ({ functionName, attempt }) => {
        if (functionName !== 'hear' || attempt > 1) return undefined;
        killedOnce.add(functionName);
        throw new Error('killed');
      },
    });
    await runtime.start();
    await append(1);
    await clock.runUntil(START + 10 * MINUTE);
    expect(killedOnce.size).toBe(1);
    expect(heard(seen)).toEqual(['hear 1 at 60']);
  });

  it('after its last step does it all again', async () => {
    const { runtime, clock, append, seen } = createWorld({
      onDelivered: ({ functionName, attempt }) => {
        if (functionName === 'hear' && attempt === 1) throw new Error('killed');
      },
    });
    await runtime.start();
    await append(1);
    await clock.runUntil(START + 10 * MINUTE);
    expect(heard(seen)).toEqual(['hear 1 at 0', 'hear 1 at 60']);
  });
});

describe('a stream source', () => {
  const relayExcept =
    (poison: string, told: string[]): LambdaHandler =>
    async (event) => {
      const { Records } = event as { Records: { dynamodb: { SequenceNumber: string } }[] };
      const numbers = Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
      told.push(numbers.join());
      return { batchItemFailures: numbers.filter((number) => number === poison).map((itemIdentifier) => ({ itemIdentifier })) };
    };

  it('isolates a poison record by halving, gives it up after its attempts, and goes on', async () => {
    const told: string[] = [];
    const world = createWorld({ relay: () => relayExcept('2', told) });
    for (const number of [1, 2, 3, 4, 5]) await world.append(number);
    await world.runtime.start();
    await world.clock.runUntil(START + 10 * MINUTE);
    expect(told).toEqual(['1,2,3,4,5', '2,3', '2', '2', '2', '3', '4,5']);
    expect(world.runtime.deadLetters.list()).toMatchObject([
      { service: 'relay', event: { dynamodb: { SequenceNumber: '2' } } },
    ]);
  });

  it('goes on where it was when the whole invocation failed', async () => {
    const told: string[] = [];
    let broken = true;
    const relay: LambdaHandler = async (event) => {
      told.push(String((event as { Records: unknown[] }).Records.length));
      if (broken) throw new Error('bus is down');
      return undefined;
    };
    const world = createWorld({ relay: () => relay });
    await world.append(1);
    await world.runtime.start();
    await world.clock.settle();
    broken = false;
    await world.clock.runUntil(START + MINUTE);
    expect(told).toEqual(['1', '1']);
    expect(world.runtime.deadLetters.count()).toBe(0);
  });
});
