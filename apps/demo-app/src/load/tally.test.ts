import { expect, it } from 'vitest';
import { createTally } from './tally.ts';

it('percentiles are within a tenth of the truth', () => {
  const tally = createTally();
  for (let milliseconds = 1; milliseconds <= 1_000; milliseconds += 1) tally.answered(200, milliseconds);
  const { latencyMilliseconds } = tally.summary(10);
  for (const [name, truth] of [
    ['p50', 500],
    ['p95', 950],
    ['p99', 990],
  ] as const) {
    expect(latencyMilliseconds?.[name]).toBeGreaterThanOrEqual(truth);
    expect(latencyMilliseconds?.[name]).toBeLessThanOrEqual(truth * 1.1);
  }
});

it('answers are counted by their kind, and none are no percentile', () => {
  const tally = createTally();
  expect(tally.summary(0)).toMatchObject({ latencyMilliseconds: null, requestsPerSecond: 0 });
  for (const status of [200, 202, 301, 404, 429, 503]) tally.answered(status, 1);
  tally.counts.sent = 8;
  tally.counts.failed = 2;
  expect(tally.summary(4)).toMatchObject({
    sent: 8,
    failed: 2,
    requestsPerSecond: 2,
    answered: { '2xx': 2, '3xx': 1, '4xx': 2, '5xx': 1 },
  });
});
