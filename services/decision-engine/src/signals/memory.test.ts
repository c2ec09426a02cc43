import { describe, expect, it } from 'vitest';
import { given, streakOf } from '../testing/spec.ts';

const above = { streaks: { memory: streakOf(1, 0) } };

describe('memory', () => {
  it('has a threshold and a target of its own', () => {
    given(above).when({ memory: 75 }).decides({ action: 'hold' });
    given(above).when({ memory: 75.01 }).decides({ action: 'up', decidedBy: 'memory', to: 4 }); // 3 x 75.01 / 65 = 3.46
    given(above)
      .when({ memory: 90, fleet: { joined: 5 } })
      .decides({ to: 7 }); // 5 x 90 / 65 = 6.92
  });

  it('needs two samples in a row', () => given().when({ memory: 90 }).decides({ action: 'hold', decidedBy: 'memory' }));

  it('abstains when it is not known', () => {
    expect(given(above).when({ memory: null }).signal('memory')).toMatchObject({ verdict: 'abstain' });
  });

  it('is outbid by a larger wish of another signal', () =>
    given({ streaks: { ...above.streaks, cpu: streakOf(1, 0) } })
      .when({ memory: 80, cpu: 95 })
      .decides({ action: 'up', to: 5, decidedBy: 'cpu' }));
});
