import { expect, it } from 'vitest';
import { chargeForDown, enterLaunches, enterSample, openAccount } from './launch-account.ts';

const LIMITS = { min: 2, max: 10 };

/** Demand that has the plain target launch three workers every half hour. */
function account(ownLaunches: number) {
  const open = openAccount();
  for (let sample = 0; sample < 600; sample += 1) {
    enterSample(open, sample % 15 === 0 ? 3.5 : 1, LIMITS);
    if (sample % 15 === 0) enterLaunches(open, ownLaunches);
  }
  return open;
}

it('charges nothing for launches about as often as the plain target', () => {
  expect(account(3).plain).toBeGreaterThan(100);
  expect(chargeForDown(account(3))).toBe(0);
});

it('charges for taking a worker away once launches come more often than they may', () => {
  const charge = chargeForDown(account(6));
  expect(charge).toBeGreaterThan(1);
  expect(chargeForDown(account(9))).toBeGreaterThan(charge);
});

it('forgets over a week', () => {
  const open = account(6);
  const before = chargeForDown(open);
  for (let sample = 0; sample < 14 * 720; sample += 1) enterSample(open, 1, LIMITS);
  expect(chargeForDown(open)).toBeLessThan(before / 4);
});
