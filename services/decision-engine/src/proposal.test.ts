import { describe, expect, it } from 'vitest';
import { propose, restoreMinimum } from './proposal.ts';
import { abstained, found, type Reading } from './signals/signal.ts';
import { policyWith } from './testing/world.ts';

const JOINED = 3;
const situation = { joined: JOINED, coming: 2, policy: policyWith({ workers: { min: 9, max: 10 } }) } as never;
const wish = (name: string, desiredWorkers: number): Reading =>
  found({ ...{ name, value: 0, threshold: 0, unit: '', because: '', flip: null }, desiredWorkers }, JOINED);
const silent = (name: string): Reading => abstained({ name, unit: '', because: '' }, null);

describe('what the signals propose', () => {
  const proposed = (readings: readonly Reading[]) => {
    const { action, to, by } = propose(readings, situation);
    return [action, to, by.name];
  };

  it('is the largest wish, the first of equal ones', () => {
    expect(proposed([wish('cpu', 4), wish('memory', 6), wish('requests', 6)])).toEqual(['up', 6, 'memory']);
  });

  it('counts workers on their way among those that stay or lose one', () => {
    expect(proposed([wish('cpu', 3)])).toEqual(['hold', 5, 'cpu']);
    expect(proposed([wish('cpu', 1), silent('memory'), wish('idle', 2)])).toEqual(['down', 4, 'idle']);
  });

  it('is a hold by the one that presses, then idle, then anyone who objects', () => {
    const [cpu, idle, pressing] = [wish('cpu', 3), wish('idle', 3), { ...wish('memory', 3), pressing: true }];
    expect(proposed([cpu, idle, pressing])).toEqual(['hold', 5, 'memory']);
    expect(proposed([wish('minimum', 2), cpu, idle])).toEqual(['hold', 5, 'idle']);
    expect(proposed([wish('minimum', 2), cpu])).toEqual(['hold', 5, 'cpu']);
  });

  it('is a hold when nobody says anything: silence is not agreement', () => {
    expect(proposed([silent('minimum'), silent('cpu')])).toEqual(['hold', 5, 'minimum']);
  });

  it('needs a signal', () => expect(() => proposed([])).toThrow('no signal was read: at least the minimum always is'));
});

describe('the minimum restored', () => {
  it('is a wish of the minimum and of nobody else', () => {
    expect(restoreMinimum([wish('cpu', 9), wish('minimum', 9)], situation)).toMatchObject({ to: 9, by: { name: 'minimum' } });
    expect(restoreMinimum([wish('cpu', 9)], situation)).toBeNull();
    expect(restoreMinimum([wish('cpu', 9), silent('minimum')], situation)).toBeNull();
  });
});
