import { expect, it } from 'vitest';
import { parseQuantity } from './quantity.ts';

it.each([
  ['0', 0],
  ['1', 1],
  ['250m', 0.25],
  ['100m', 0.1],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['2.', 2],
  ['1500000u', 1.5],
  ['5n', 5e-9],
  ['1k', 1_000],
  ['1Ki', 1_024],
  ['128Mi', 134_217_728],
  ['1Gi', 1_073_741_824],
  ['1.5Gi', 1_610_612_736],
  ['1M', 1_000_000],
  ['2e3', 2_000],
  ['2E3', 2_000],
  ['1e-3', 0.001],
  ['12E', 12e18],
  ['1Ei', 2 ** 60],
  ['+3', 3],
  ['-3', -3],
])('%s is %d', (text, number) => {
  expect(parseQuantity(text)).toBe(number);
});

it.each(['', ' 1', '1 ', 'm', '1mi', '1K', '1e', '1Gib', '1,5', '0x10', 'NaN', '1e3Ki', '--1', '.'])(
  '"%s" is no quantity',
  (text) => {
    expect(parseQuantity(text)).toBeNull();
  },
);
