import { describe, expect, it } from 'vitest';
import { createWorld, MINUTE, START } from './runtime-fixture.ts';

const heard = (seen: readonly string[]): string[] =>
  seen.filter((line) => line.startsWith('hear')).map((line) => line.split(' at ')[0] ?? '');

function createCheckpoint() {
  const saved: number[] = [];
  return { saved, load: () => saved.at(-1) ?? 0, save: (sequence: number) => void saved.push(sequence) };
}

describe('the outbox of a process that was killed', () => {
  it('is taken up where it was: what was done is not relayed again', async () => {
    const checkpoint = createCheckpoint();
    const first = createWorld({ checkpoint });
    await first.runtime.start();
    await first.append(1);
    await first.append(2);
    await first.runtime.idle();
    expect(checkpoint.saved.at(-1)).toBe(2);

    const second = createWorld({ checkpoint, store: first.store });
    await second.runtime.start();
    await second.append(3);
    await second.runtime.idle();
    expect(heard(second.seen)).toEqual(['hear 3']);
  });

  it('relays again what was appended and never relayed', async () => {
    const checkpoint = createCheckpoint();
    const first = createWorld({ checkpoint });
    await first.append(1);
    expect(heard(first.seen)).toEqual([]);

    const second = createWorld({ checkpoint, store: first.store });
    await second.runtime.start();
    await second.runtime.idle();
    expect(heard(second.seen)).toEqual(['hear 1']);
  });

  it('relays again what was relayed but was still being handled', async () => {
    const checkpoint = createCheckpoint();
    const first = createWorld({
      checkpoint,
      hear: (number, ports) => (number === 1 ? ports.clock.sleep(MINUTE) : Promise.resolve()),
    });
    await first.runtime.start();
    await first.append(1);
    await first.append(2);
    await first.clock.runUntil(START + 10_000);
    expect(heard(first.seen)).toEqual(['hear 1', 'hear 2']);
    expect(checkpoint.saved).toEqual([]);

    const second = createWorld({ checkpoint, store: first.store });
    await second.runtime.start();
    await second.runtime.idle();
    expect(heard(second.seen)).toEqual(['hear 1', 'hear 2']);
    expect(checkpoint.saved.at(-1)).toBe(2);
  });

  it('relays again what waited to be repeated', async () => {
    const checkpoint = createCheckpoint();
    const first = createWorld({ checkpoint, hear: () => Promise.reject(new Error('no')) });
    await first.runtime.start();
    await first.append(1);
    await first.clock.runUntil(START + 30_000);
    expect(checkpoint.load()).toBe(0);
    await first.clock.runUntil(START + 10 * MINUTE);
    expect(first.runtime.deadLetters.count()).toBe(1);
    expect(checkpoint.load()).toBe(1);
  });

  it('is left to the next one when a stop finds a handler asleep in virtual time: the stop does not wait', async () => {
    const checkpoint = createCheckpoint();
    const world = createWorld({ checkpoint, hear: (number, ports) => ports.clock.sleep(number === 2 ? MINUTE : 0) });
    await world.runtime.start();
    await world.append(1);
    await world.append(2);
    await world.clock.runUntil(START + 10_000);
    const began = performance.now();
    await world.runtime.stop();
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(checkpoint.load()).toBe(1);
  });
});
