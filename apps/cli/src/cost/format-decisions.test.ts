import { expect, it } from 'vitest';
import { formatDecisions, formatSavings } from './format-decisions.ts';

const decision = { position: 1, action: 'down', at: 0, workers: 1, reason: 'idle', isPartlyUnknown: false } as const;

it('predictions are judged by the shrinkings that are over and had one', () => {
  const told = formatSavings([
    { ...decision, settledUsd: 1, predictedUsd: 2, isOpen: false },
    { ...decision, settledUsd: 10, predictedUsd: 20, isOpen: true },
    { ...decision, settledUsd: 100, predictedUsd: null, isOpen: false },
    { ...decision, action: 'up', settledUsd: 7, predictedUsd: null, isOpen: false },
  ]);
  expect(told).toEqual([
    '1 decisions to grow cost 7.00 USD until they were undone; 3 to shrink saved 111.00: of 1 that are over and had a prediction, 2.00 was predicted and 1.00 came.',
  ]);
  expect(formatSavings([])).toEqual([]);
  expect(formatSavings([{ ...decision, settledUsd: 1, predictedUsd: 2, isOpen: true }])[0]).toContain(
    'none of them has a prediction',
  );
});

it('each decision is a line, with what is not known or not over', () => {
  const text = formatDecisions([{ ...decision, settledUsd: 1, predictedUsd: 2, isOpen: true, isPartlyUnknown: true }]);
  expect(text).toMatch(/1970-01-01 00:00 +down 1 +1\.000\+\? so far +2\.000 +idle/);
});
