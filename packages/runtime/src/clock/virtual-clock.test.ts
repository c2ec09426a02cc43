import { describe, expect, it } from 'vitest';
import { createVirtualClock } from './virtual-clock.ts';

describe('a virtual clock', () => {
  it('stands still until it is told to run, and then ends where it was told', async () => {
    const clock = createVirtualClock({ startAt: 1_000 });
    expect(clock.now()).toBe(1_000);
    await clock.runUntil(5_000);
    expect(clock.now()).toBe(5_000);
    await expect(clock.runUntil(4_999)).rejects.toThrow('time cannot run back');
  });

  it('runs a timer at its very millisecond, and not one that is later', async () => {
    const clock = createVirtualClock({ startAt: 0 });
    const seen: number[] = [];
    clock.schedule(100, () => seen.push(clock.now()));
    clock.schedule(101, () => seen.push(clock.now()));
    await clock.runUntil(100);
    expect(seen).toEqual([100]);
    expect(clock.nextTimerAt()).toBe(101);
  });

  it('lets everything a timer set off come to rest before the next one, also of the same time', async () => {
    const clock = createVirtualClock({ startAt: 0 });
    const seen: string[] = [];
    const slow = async () => {
      for (let step = 0; step < 100; step += 1) await Promise.resolve();
      await new Promise((resolve) => process.nextTick(resolve));
      seen.push('slow is done');
    };
    clock.schedule(10, () => void slow());
    clock.schedule(10, () => seen.push('next'));
    await clock.runUntil(10);
    expect(seen).toEqual(['slow is done', 'next']);
  });

  it('wakes sleepers in the order of time while others go on', async () => {
    const clock = createVirtualClock({ startAt: 0 });
    const seen: string[] = [];
    const sleeper = async (name: string, milliseconds: number) => {
      await clock.sleep(milliseconds);
      seen.push(`${name} at ${clock.now()}`);
    };
    void sleeper('long', 300);
    void sleeper('short', 100).then(() => sleeper('again', 100));
    await clock.runUntil(1_000);
    expect(seen).toEqual(['short at 100', 'again at 200', 'long at 300']);
  });

  it('forgets a timer that was taken back', async () => {
    const clock = createVirtualClock({ startAt: 0 });
    let ran = false;
    const cancel = clock.schedule(10, () => {
      ran = true;
    });
    cancel();
    expect(clock.nextTimerAt()).toBeUndefined();
    await clock.runUntil(20);
    expect(ran).toBe(false);
  });

  it('holds time while work outside goes on, whether that ends well or not', async () => {
    const clock = createVirtualClock({ startAt: 0 });
    let finishedAt: number | undefined;
    clock.schedule(10, () => {
      const outside = new Promise((_, reject) => setTimeout(() => reject(new Error('disk full')), 5));
      const noteTime = () => {
        finishedAt = clock.now();
      };
      clock.hold(outside.catch(noteTime));
      clock.hold(outside);
    });
    clock.schedule(11, () => expect(finishedAt).toBe(10));
    await clock.runUntil(20);
    expect(finishedAt).toBe(10);
  });

  it('fails the run when a callback throws', async () => {
    const clock = createVirtualClock({ startAt: 0 });
    clock.schedule(10, () => {
      throw new Error('broken');
    });
    await expect(clock.runUntil(20)).rejects.toThrow('broken');
  });
});
