import { expect, it } from 'vitest';
import { createQueue } from './queue.ts';

const job = { cpuMilliseconds: 1 };

function queueOf(workers: number, limit: number) {
  const begun: (() => void)[] = [];
  const outcomes: string[] = [];
  const failing = { next: false };
  const queue = createQueue({
    ...{ workers, limit },
    work: () => new Promise((resolve, reject) => begun.push(() => (failing.next ? reject(new Error('no')) : resolve(null)))),
    onEnd: (outcome) => outcomes.push(outcome),
  });
  const endOne = async () => {
    begun.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun, outcomes, failing, endOne };
}

it('works on as many jobs as it has workers, and the rest wait', async () => {
  const { queue, endOne, outcomes } = queueOf(2, 10);
  expect(queue.add([job, job, job, job, job])).toBe(true);
  expect([queue.running, queue.depth]).toEqual([2, 3]);
  await endOne();
  expect([queue.running, queue.depth]).toEqual([2, 2]);
  for (let left = 0; left < 4; left += 1) await endOne();
  expect([queue.running, queue.depth]).toEqual([0, 0]);
  expect(outcomes).toEqual(Array(5).fill('done'));
});

it('takes all jobs of a request or none', () => {
  const { queue } = queueOf(1, 3);
  expect(queue.add([job, job, job, job])).toBe(false);
  expect(queue.add([job, job, job])).toBe(true);
  expect(queue.add([job, job])).toBe(false);
  expect([queue.running, queue.depth]).toEqual([1, 2]);
});

it('goes on after a job that fails', async () => {
  const { queue, failing, endOne, outcomes } = queueOf(1, 10);
  queue.add([job, job]);
  failing.next = true;
  await endOne();
  failing.next = false;
  await endOne();
  expect(outcomes).toEqual(['failed', 'done']);
});

it('ends what is at work and begins nothing more', async () => {
  const { queue, begun, endOne } = queueOf(1, 10);
  queue.add([job, job]);
  let closed = false;
  const closing = queue.close().then(() => {
    closed = true;
  });
  expect(queue.add([job])).toBe(false);
  await new Promise((resolve) => setImmediate(resolve));
  expect(closed).toBe(false);
  await endOne();
  await closing;
  expect([begun.length, queue.depth]).toEqual([0, 0]);
});
