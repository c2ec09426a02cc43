import { describe, expect, it } from 'vitest';
import { type FleetCommand, fleetDecider } from './decider.ts';
import { scaleDecided, spotWarning } from './testing/events.ts';
import { fleetOf, NOW, policyWith, worker } from './testing/fleets.ts';

const policy = policyWith({ workers: { min: 2, max: 3 } });
const zones = ['a', 'b', 'c', 'a', 'b'] as const;

/** As a lowered maximum leaves it, or machines that somebody launched by hand. */
function fleetWith(count: number) {
  return fleetOf(
    zones.slice(0, count).map((zone, index) => worker(`i-${index + 1}`, `${zone} ${index < 2 ? 'on-demand' : 'spot'}`)),
  );
}

describe('a fleet above its maximum', () => {
  function decided(from: number, to: number): FleetCommand {
    const action = from < to ? 'up' : 'down';
    const candidates = [{ instanceId: 'i-3', pods: 1, doNotDisrupt: false }];
    const decision = scaleDecided({ action, from, to }, { position: 7, at: NOW });
    return { kind: 'carry-out-decision', decision, policy, now: NOW, drainSeconds: 300, candidates };
  }

  it('comes down a step at a time, although a step ends above the maximum, too', () => {
    expect(fleetDecider.decide(decided(5, 4), fleetWith(5))[0]).toMatchObject({
      type: 'ScalePlanned',
      data: { victims: ['i-3'] },
    });
  });

  it('goes no further up', () => {
    expect(fleetDecider.decide(decided(4, 5), fleetWith(4))[0]).toMatchObject({ data: { code: 'out-of-bounds' } });
  });

  it.each([
    [3, 1],
    [4, 0],
    [5, 0],
  ])('of %i workers has an interrupted one replaced %i times', (count, times) => {
    const warning = spotWarning({ instanceId: 'i-3' }, { at: NOW });
    const events = fleetDecider.decide({ kind: 'replace-interrupted', warning, policy, now: NOW }, fleetWith(count));
    expect(events.map(({ type }) => type)).toContain('NodeDrainStarted');
    expect(events.filter(({ type }) => type === 'ScalePlanned')).toHaveLength(times);
  });
});
