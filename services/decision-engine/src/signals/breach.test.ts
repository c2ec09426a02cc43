import { describe, expect, it } from 'vitest';
import { at } from '../testing/world.ts';
import { senseBreach } from './breach.ts';

const breach = (samples: number, needed: number) =>
  senseBreach({
    streak: { samples, since: at(0) },
    ...{ samples: 3, label: 'CPU', threshold: '70 %', value: '78 %', needed, joined: 4 },
  });

describe('a breach', () => {
  it('wants nothing before it has lasted', () => {
    expect(breach(2, 9)).toEqual({
      desiredWorkers: 4,
      because: 'CPU 78 % above 70 % for 2 of 3 samples',
      flip: 'would scale up after 1 more sample above 70 %',
    });
  });

  it('wants what is needed once it has lasted', () => expect(breach(3, 9).desiredWorkers).toBe(9));

  it('wants one more at least: what is measured is above, whatever sizing says', () =>
    expect(breach(4, 2)).toMatchObject({ desiredWorkers: 5, because: 'CPU 78 % above 70 % for 4 samples' }));
});
