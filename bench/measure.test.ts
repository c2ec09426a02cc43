import { expect, it } from 'vitest';
import { type Figure, failing } from './measure.ts';

const figure = (holds: boolean, timing: boolean): Figure => ({
  ...{ name: 'x', value: 1, unit: 'y', against: 'z', goal: '1' },
  ...{ holds, timing },
});
const late = figure(false, true);
const wrong = figure(false, false);
const good = [figure(true, true), figure(true, false)];

it('excuses in a quick run what is late, and nothing that is wrong', () => {
  expect(failing([...good, late, wrong], { quick: true })).toEqual([wrong]);
  expect(failing([...good, late], { quick: true })).toEqual([]);
  expect(failing([...good, late, wrong], { quick: false })).toEqual([late, wrong]);
});
