import { describe, expect, it } from 'vitest';
import { aboveBudget, BUDGET_KILOBYTES, sizeTable } from './bundle-sizes.ts';
import { readZip } from './read-zip.ts';

const size = (gzippedBytes: number) => ({
  service: 's',
  functionName: 'f',
  rawBytes: 3 * gzippedBytes,
  gzippedBytes,
  loadMilliseconds: 61.4,
});

describe('the budget', () => {
  it('is 130 KB, and is kept to the byte', () => {
    expect(BUDGET_KILOBYTES).toBe(130);
    expect(aboveBudget([size(130 * 1024)], BUDGET_KILOBYTES)).toEqual([]);
    expect(aboveBudget([size(130 * 1024 + 1)], BUDGET_KILOBYTES)).toHaveLength(1);
  });

  it('is shown beside each size', () => {
    expect(sizeTable([size(65 * 1024)], 130).split('\n')).toEqual([
      'function     KB  KB gzipped  of 130 KB  ms to load',
      's/f       195.0        65.0       50 %          61',
    ]);
  });
});

it('what is no zip archive is not weighed', () => {
  expect(() => readZip(Buffer.from('PK but no archive'))).toThrow('no zip archive');
});
