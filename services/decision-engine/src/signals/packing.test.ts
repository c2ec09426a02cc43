import { describe, expect, it } from 'vitest';
import { packPods, roomPerWorker } from './packing.ts';
import { MOST_WORKERS } from './signal.ts';

const room = { cores: 2, bytes: 1_000 };
const pods = (cores: number, bytes: number, count = 1) => ({ cores, bytes, count });

describe('packing pods', () => {
  it('needs no worker for no pod', () => expect(packPods([], room)).toEqual({ workers: 0, tooLarge: 0 }));

  it('fills a worker to the last thousandth of a core', () => {
    expect(packPods([pods(0.1, 0, 20)], room).workers).toBe(1);
    expect(packPods([pods(0.1, 0, 21)], room).workers).toBe(2);
    expect(packPods([pods(0.1, 0, 1), pods(0.2, 0, 1)], { cores: 0.3, bytes: 1 }).workers).toBe(1);
  });

  it('minds both dimensions', () => {
    expect(packPods([pods(0.1, 501, 2)], room).workers).toBe(2);
    expect(packPods([pods(0.1, 500, 2)], room).workers).toBe(1);
    expect(packPods([pods(1.5, 100), pods(0.1, 900)], room).workers).toBe(1);
    expect(packPods([pods(1.5, 101), pods(0.1, 900)], room).workers).toBe(2);
  });

  it('takes the largest first, whatever the order they come in', () => {
    const sizes = [pods(0.6, 0, 2), pods(1.4, 0, 2)];
    expect(packPods(sizes, room).workers).toBe(2);
    expect(packPods(sizes.toReversed(), room).workers).toBe(2);
  });

  it('counts what every pod before has taken, in both dimensions', () => {
    expect(packPods([pods(1, 0), pods(0.6, 0), pods(0.4, 0)], room).workers).toBe(1);
    expect(packPods([pods(1, 0), pods(0.6, 0), pods(0.5, 0)], room).workers).toBe(2);
    expect(packPods([pods(0, 500), pods(0, 300), pods(0, 200)], room).workers).toBe(1);
    expect(packPods([pods(0, 500), pods(0, 300), pods(0, 201)], room).workers).toBe(2);
    expect(roomPerWorker({ allocatablePerWorker: room, daemonsPerWorker: { cores: 0.5, bytes: 100 } })).toEqual({
      cores: 1.5,
      bytes: 900,
    });
  });

  it('takes the share of whichever is scarcer, to tell which is the largest', () => {
    expect(packPods([pods(0.4, 300, 2), pods(0.01, 700, 2)], room).workers).toBe(2);
    expect(packPods([pods(0.6, 100, 2), pods(1.4, 1, 2)], room).workers).toBe(2);
  });

  it('puts a pod that requests nothing of one kind where that is used up, if the other suffices', () => {
    expect(packPods([pods(2, 100), pods(0, 900)], room).workers).toBe(1);
    expect(packPods([pods(2, 100), pods(0, 950)], room).workers).toBe(2);
    expect(packPods([pods(1, 1_000), pods(1, 0)], room).workers).toBe(1);
    expect(packPods([pods(1, 1_000), pods(1.5, 0)], room).workers).toBe(2);
  });

  it('sets pods apart that no empty worker can hold', () => {
    expect(packPods([pods(2, 1_000)], room)).toEqual({ workers: 1, tooLarge: 0 });
    expect(packPods([pods(2.001, 1, 3), pods(1, 1)], room)).toEqual({ workers: 1, tooLarge: 3 });
    expect(packPods([pods(1, 1_001)], room)).toEqual({ workers: 0, tooLarge: 1 });
  });

  it('puts any number of pods that request nothing on one worker', () =>
    expect(packPods([pods(0, 0, 1e9)], room).workers).toBe(1));

  it('stops at the largest fleet there can be', () => {
    expect(packPods([pods(2, 0, 1e12)], room).workers).toBe(MOST_WORKERS);
  });

  it('finds nothing that fits where the DaemonSets leave no room', () => {
    const none = roomPerWorker({ allocatablePerWorker: room, daemonsPerWorker: { cores: 2.5, bytes: 0 } });
    expect(packPods([pods(0.1, 1, 2)], none)).toEqual({ workers: 0, tooLarge: 2 });
  });
});
