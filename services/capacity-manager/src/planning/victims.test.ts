import { describe, expect, it } from 'vitest';
import { at, atRisk, drainingWorker, fleetOf, launchedWorker, NOW, policyWith, worker } from '../testing/fleets.ts';
import { type Candidate, chooseVictims } from './victims.ts';

const policy = policyWith({});
const base = [worker('i-base-1', 'a on-demand'), worker('i-base-2', 'b on-demand')];

function candidate(instanceId: string, change: Partial<Candidate> = {}): Candidate {
  return { instanceId, pods: 3, doNotDisrupt: false, ...change };
}

describe('never', () => {
  it('an On-Demand worker of the base', () => {
    const state = fleetOf([...base, worker('i-s', 'c spot')]);
    const candidates = [candidate('i-base-1', { pods: 0 }), candidate('i-base-2', { pods: 0 })];
    expect(chooseVictims(candidates, 1, { state, policy, now: NOW })).toEqual([]);
  });

  it('an On-Demand worker when the base would stand on one that is still coming', () => {
    const state = fleetOf([...base, launchedWorker('i-new', { joinBy: at(200) })]);
    expect(
      chooseVictims(
        base.map(({ instanceId }) => candidate(instanceId)),
        1,
        { state, policy, now: NOW },
      ),
    ).toEqual([]);
  });

  it('a worker with a do-not-disrupt pod, though everything else speaks for it', () => {
    const state = fleetOf([...base, worker('i-s', 'a spot'), worker('i-t', 'c spot')]);
    const candidates = [candidate('i-s', { pods: 0, doNotDisrupt: true }), candidate('i-t', { pods: 9 })];
    expect(chooseVictims(candidates, 1, { state, policy, now: NOW })).toEqual(['i-t']);
  });

  it('one that EC2 may take, nor its stand-in while it may', () => {
    const taken = worker('i-taken', 'c spot');
    const others = [...base, worker('i-new', 'c on-demand', { replaces: 'i-taken' }), worker('i-o', 'c on-demand')];
    const candidates = [candidate('i-taken'), candidate('i-new', { pods: 0 }), candidate('i-o')];
    const victims = (workers: Parameters<typeof fleetOf>[0]) =>
      chooseVictims(candidates, 2, { state: fleetOf(workers), policy, now: NOW });
    expect(victims([...others, atRisk(taken)])).toEqual(['i-o']);
    expect(victims([...others, taken])).toContain('i-new');
    expect(victims(others)).toContain('i-new');
  });

  it('one that is on its way out, or that the fleet does not know', () => {
    const state = fleetOf([...base, drainingWorker('i-d', { deadline: at(100) })]);
    expect(chooseVictims([candidate('i-d'), candidate('i-foreign')], 2, { state, policy, now: NOW })).toEqual([]);
  });
});

describe('of a fleet that is smaller than its base', () => {
  const large = policyWith({ mix: { onDemandBase: 5 } });
  const all = ['a', 'b', 'c', 'a'].map((zone, index) => worker(`i-od-${index}`, `${zone} on-demand`));
  const candidates = all.map(({ instanceId }) => candidate(instanceId));

  it('an On-Demand worker may go when all are: what is left is all On-Demand, too', () => {
    const context = { state: fleetOf(all), policy: large, now: NOW };
    expect(chooseVictims(candidates, 1, context)).toEqual(['i-od-0']);
    expect(chooseVictims(candidates, 2, context)).toHaveLength(2);
  });

  it('a Spot worker goes first, and never an On-Demand one before it', () => {
    const state = fleetOf([...all.slice(1), worker('i-s', 'b spot')]);
    const context = { state, policy: large, now: NOW };
    expect(chooseVictims([...candidates, candidate('i-s', { pods: 9 })], 1, context)).toEqual(['i-s']);
    expect(chooseVictims(candidates, 1, context)).toEqual([]);
  });

  it('none may go while what is left would stand on one that is still coming', () => {
    const state = fleetOf([...all, launchedWorker('i-new', { joinBy: at(200) })]);
    expect(chooseVictims(candidates, 1, { state, policy: large, now: NOW })).toEqual([]);
  });
});

describe('preferred', () => {
  it('the fullest zone, before anything else', () => {
    const state = fleetOf([...base, worker('i-b', 'b spot'), worker('i-c', 'c spot')]);
    const candidates = [candidate('i-b', { pods: 9 }), candidate('i-c', { pods: 0 })];
    expect(chooseVictims(candidates, 1, { state, policy, now: NOW })).toEqual(['i-b']);
  });

  it('a zone shifted away, before a fuller one', () => {
    const state = fleetOf([...base, worker('i-b', 'b spot'), worker('i-c', 'c spot')]);
    const shifted = policyWith({ placement: { zonesShiftedAway: ['c'] } });
    expect(chooseVictims([candidate('i-b'), candidate('i-c')], 1, { state, policy: shifted, now: NOW })).toEqual(['i-c']);
  });

  it('then the capacity type above its share', () => {
    const state = fleetOf([...base, worker('i-od', 'a on-demand'), worker('i-s', 'b spot')]);
    expect(chooseVictims([candidate('i-s', { pods: 0 }), candidate('i-od')], 1, { state, policy, now: NOW })).toEqual(['i-od']);
  });

  it('then the fewest pods, then the higher price, then the older', () => {
    const spots = [
      worker('i-young', 'c spot', { launchedAt: at(-100) }),
      worker('i-old', 'c spot', { launchedAt: at(-9_000) }),
      worker('i-dear', 'c spot', { pricePerHourUsd: 0.09 }),
      worker('i-busy', 'c spot', { pricePerHourUsd: 0.2 }),
    ];
    const state = fleetOf([...base, ...spots]);
    const candidates = [candidate('i-young'), candidate('i-old'), candidate('i-dear'), candidate('i-busy', { pods: 4 })];
    expect(chooseVictims(candidates, 4, { state, policy, now: NOW })).toEqual(['i-dear', 'i-old', 'i-young', 'i-busy']);
  });
});

it('counts the effect of each victim before it names the next', () => {
  const spots = [worker('i-2', 'a spot'), worker('i-3', 'a spot'), worker('i-0', 'c spot'), worker('i-1', 'c spot')];
  const state = fleetOf([...base, ...spots]);
  const candidates = spots.map(({ instanceId }) => candidate(instanceId));
  // a has three workers, c two: after the first of a both have two and the order of ids decides, and after that of c a has more again.
  expect(chooseVictims(candidates, 2, { state, policy, now: NOW })).toEqual(['i-2', 'i-0']);
  expect(chooseVictims(candidates, 3, { state, policy, now: NOW })).toEqual(['i-2', 'i-0', 'i-3']);
});
