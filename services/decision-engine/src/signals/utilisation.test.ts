import { describe, expect, it } from 'vitest';
import { initialScalingState } from '../decider.ts';
import { situationOf } from '../situation.ts';
import { commandOf, given } from '../testing/spec.ts';
import { policyWith } from '../testing/world.ts';
import { senseUtilisation } from './utilisation.ts';

describe('a utilisation', () => {
  const cpu = (percent: number, joined = 4) => given().when({ cpu: percent, fleet: { joined } }).signal('cpu');

  it('says how many workers it fits', () => {
    expect(cpu(50)?.because).toBe('CPU 50 % needs every worker');
    expect(cpu(30)?.because).toBe('CPU 30 % fits 2 workers');
  });

  it('would turn at the nearer of its two limits, upwards when both are as near', () => {
    expect(cpu(45)?.flip).toBe('would object above 45 %, is 45 %');
    expect(cpu(57.4)?.flip).toBe('would agree at 45 % or below, is 57.4 %');
    expect(cpu(57.5)?.flip).toBe('would scale up above 70 %, is 57.5 %');
  });

  it('of nothing is no measure of how much one worker less could carry', () => {
    expect(cpu(0)?.flip).toBe('would object above 70 %, is 0 %');
  });

  it('can only turn upwards where there is one worker, or none', () => {
    expect(cpu(20, 1)?.flip).toBe('would scale up above 70 %, is 20 %');
    const { signal } = given().when({ cpu: 0, fleet: { joined: 0 }, ready: 1, reporting: 1 });
    expect(signal('cpu')?.flip).toBe('would scale up above 70 %, is 0 %');
  });
});

it('what nobody could use or nobody Ready measured is not a utilisation', () => {
  const policy = policyWith();
  const sense = (workers: { ready: number; reporting: number }, allocatable: number) => {
    const quiet = situationOf(commandOf({}, 1), initialScalingState.memory, policy);
    const input = { ...quiet, load: { ...quiet.load, workers: { ...workers, notReady: 0 } } };
    const measured = { percent: 50, used: 3, allocatable };
    return senseUtilisation(input, { name: 'cpu', label: 'CPU', rule: policy.signals.cpu, measured }).evidence.verdict;
  };
  expect(sense({ ready: 3, reporting: 3 }, 6)).toBe('hold');
  expect(sense({ ready: 3, reporting: 3 }, 0)).toBe('abstain');
  expect(sense({ ready: 0, reporting: 3 }, 6)).toBe('abstain');
});
