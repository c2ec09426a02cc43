import { expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';

it('draws from nothing to the top, and a gap where nothing is known', () => {
  expect(sparkline([0, 50, 100, null, 120], 100)).toBe('▁▅█ █');
});
