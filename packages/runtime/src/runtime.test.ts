import { silent } from '@smartscale/lambda';
import { describe, expect, it } from 'vitest';
import { createRuntime } from './runtime.ts';
import { createWorld, MINUTE, START } from './runtime-fixture.ts';

describe('a schedule', () => {
  it('fires at the start when it is due, then at each interval, with the scheduled time as its input', async () => {
    const { runtime, clock, seen } = createWorld();
    await runtime.start();
    await clock.runUntil(START + 5 * MINUTE);
    expect(seen).toEqual([
      'sample 2026-11-24T08:00:00Z at 0',
      'sample 2026-11-24T08:02:00Z at 120',
      'sample 2026-11-24T08:04:00Z at 240',
    ]);
  });

  it('is silent after the stop', async () => {
    const { runtime, clock, seen } = createWorld();
    await runtime.start();
    await clock.runUntil(START + 1);
    await runtime.stop();
    await clock.runUntil(START + 10 * MINUTE);
    expect(seen).toEqual(['sample 2026-11-24T08:00:00Z at 0']);
  });
});

describe('an append', () => {
  it('reaches the functions whose rule matches, in order, and the runtime is idle after it', async () => {
    const { runtime, append, seen } = createWorld();
    await runtime.start();
    await append(1);
    await append(2);
    await runtime.idle();
    expect(seen.filter((line) => line.startsWith('hear'))).toEqual(['hear 1 at 0', 'hear 2 at 0']);
  });

  it('by a handler that sleeps is relayed while it sleeps', async () => {
    const hear = async (number: number, ports: { clock: { sleep(milliseconds: number): Promise<void> } }) => {
      if (number > 1) return;
      await world.append(2);
      await ports.clock.sleep(10_000);
      world.seen.push('woke');
    };
    const world = createWorld({ hear });
    await world.runtime.start();
    await world.append(1);
    await world.clock.runUntil(START + MINUTE);
    expect(world.seen.filter((line) => !line.startsWith('sample'))).toEqual(['hear 1 at 0', 'hear 2 at 0', 'woke']);
  });

  it('by another process is found by polling', async () => {
    const elsewhere = createWorld();
    const { runtime, clock, seen } = createWorld({ store: elsewhere.store, pollMilliseconds: 5_000 });
    await runtime.start();
    await elsewhere.append(1);
    await clock.runUntil(START + MINUTE);
    expect(seen).toContain('hear 1 at 5');
  });
});

describe('the buses', () => {
  it('keep an event of AWS on the default bus and match its content', async () => {
    const { runtime, seen } = createWorld();
    await runtime.start();
    runtime.bus.injectAwsEvent({ source: 'aws.ec2', detailType: 'Warning', detail: { 'instance-id': 'i-1' } });
    runtime.bus.injectAwsEvent({ source: 'aws.ec2', detailType: 'Other', detail: { 'instance-id': 'x-1' } });
    await runtime.bus.publish([{ source: 'smartscale.drill', detailType: 'Drill', detail: '{"instance-id":"i-1"}' }]);
    await runtime.idle();
    expect(seen).toEqual(['notice Warning at 0']);
  });

  it('take ten entries in a call and answer for each', async () => {
    const { runtime } = createWorld();
    const entry = { source: 'smartscale.drill', detailType: 'Drill', detail: '{}' };
    const [good, bad] = await runtime.bus.publish([entry, { ...entry, source: 'aws.ec2' }]);
    expect([good, bad]).toMatchObject([{ ok: true }, { ok: false, code: 'NotAuthorizedForSourceException' }]);
    expect((await runtime.bus.publish(Array(10).fill(entry))).every(({ ok }) => ok)).toBe(true);
    expect((await runtime.bus.publish(Array(11).fill(entry))).some(({ ok }) => ok)).toBe(false);
  });
});

describe('what does not fit', () => {
  const options = {
    servicesDirectory: new URL('../fixtures/services', import.meta.url).pathname,
    clusterId: 'c',
    telemetry: silent,
  };
  const { clock, store } = createWorld();
  const none = async () => undefined;
  const all = { sampler: { sample: none }, listener: { hear: none, notice: none }, relay: { relay: none } };

  it('a function without a handler', () => {
    const handlers = { ...all, listener: { hear: none } };
    expect(() => createRuntime({ ...options, clock, store, handlers })).toThrow('function "notice", but no handler');
  });

  it('a handler without a function', () => {
    const handlers = { ...all, listener: { ...all.listener, other: none } };
    expect(() => createRuntime({ ...options, clock, store, handlers })).toThrow('a handler "other" was given for listener');
    expect(() => createRuntime({ ...options, clock, store, handlers: all })).not.toThrow();
  });
});
