import type { fleet } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import { fleetDecider } from './decider.ts';
import { workersNow } from './refusals.ts';
import { scaleDecided } from './testing/events.ts';
import { createRepairedFleet } from './testing/exchanges.ts';
import { at, drainingWorker, fleetOf, NOW, policyWith, worker } from './testing/fleets.ts';

/** It is Tuesday, 12:00 UTC. */
const SHUT = { windows: [{ from: '22:00', to: '05:00' }] };
const joined = (places: readonly Parameters<typeof worker>[1][]) => places.map((place, index) => worker(`i-${index}`, place));
const spots = () => joined(['a spot', 'b spot', 'c spot', 'a spot']);

describe('a scale-down', () => {
  const refusalOf = (disruption: object, more: readonly fleet.Worker[] = []) => {
    const decision = scaleDecided({ action: 'down', from: 4, to: 3 }, { position: 1, at: NOW });
    const candidates = spots().map(({ instanceId }) => ({ instanceId, pods: 1, doNotDisrupt: false }));
    const policy = policyWith({ disruption });
    const command = { kind: 'carry-out-decision', decision, policy, now: NOW, drainSeconds: 300, candidates } as const;
    const [event] = fleetDecider.decide(command, fleetOf([...spots(), ...more]));
    return event?.type === 'ScaleRefused' ? event.data : null;
  };

  it('whose hour has passed since it was decided is refused', () => {
    expect(refusalOf(SHUT)).toMatchObject({ code: 'no-victim', message: expect.stringContaining('daily 22:00 to 05:00') });
    expect(refusalOf({ windows: [{ from: '12:00', to: '12:01' }] })).toBeNull();
  });

  it('is refused beside a repair that drains, unless the budget has room', () => {
    const repaired = [drainingWorker('i-9', { cause: 'repair', deadline: at(60) })];
    expect(refusalOf({}, repaired)).toMatchObject({
      message: 'No worker may go: 1 worker is being drained by choice, 1 at once may be.',
    });
    expect(refusalOf({ maxWorkers: 2 }, repaired)).toBeNull();
    expect(refusalOf({}, [drainingWorker('i-9', { cause: 'interruption', deadline: at(60) })])).toBeNull();
  });
});

describe('a repair', () => {
  it('begins within the hours of the policy only', () => {
    expect(createRepairedFleet(fleetOf(spots()), { policy: policyWith({ disruption: SHUT }), start: NOW }).begin()).toEqual([]);
    const night = createRepairedFleet(fleetOf(spots()), {
      policy: policyWith({ disruption: SHUT }),
      start: NOW + 10 * 3_600_000,
    });
    expect(night.begin()).toHaveLength(1);
  });

  it('that has launched waits with its victim until they come again', () => {
    const policy = policyWith({ disruption: { windows: [{ from: '12:00', to: '12:01' }] } });
    const world = createRepairedFleet(fleetOf(spots()), { policy, start: NOW });
    world.begin();
    world.launch();
    world.join();
    world.advance(60);
    expect(world.exchange()).toEqual([[]]);
    world.advance(86_400 - 60);
    expect(world.exchange()).toMatchObject([[{ type: 'NodeDrainStarted', data: { instanceId: 'i-0' } }]]);
  });
});

describe('a zone that is to be emptied', () => {
  const places = ['a on-demand', 'b on-demand', 'b spot', 'c spot'] as const;
  const policy = policyWith({ placement: { zonesShiftedAway: [{ zone: 'b', drain: true }] as never } });
  const begun = () => createRepairedFleet(fleetOf(joined(places)), { policy, start: NOW });
  const inB = ({ state }: ReturnType<typeof begun>) => Object.values(state.workers).filter(({ zone }) => zone === 'b').length;
  const round = (world: ReturnType<typeof begun>) => {
    const events = world.begin();
    for (const act of [world.launch, world.join, world.exchange, world.empty]) act();
    return events;
  };

  it('loses its workers one by one, each after another of its kind has joined elsewhere, the On-Demand base too', () => {
    const world = begun();
    expect(round(world)).toMatchObject([
      {
        type: 'ScalePlanned',
        data: { cause: 'repair', reason: 'b is to be emptied', victims: ['i-2'], launches: [{ capacityType: 'spot' }] },
      },
    ]);
    expect(round(world), 'five minutes of rest between two').toEqual([]);
    world.advance(300);
    expect(round(world)).toMatchObject([{ data: { victims: ['i-1'], launches: [{ capacityType: 'on-demand' }] } }]);
    expect(inB(world)).toBe(0);
    for (const state of world.history) {
      expect(workersNow(state)).toBeGreaterThanOrEqual(4);
      const base = Object.values(state.workers).filter(
        ({ capacityType, status }) => capacityType === 'on-demand' && status === 'joined',
      );
      expect(base.length).toBeGreaterThanOrEqual(2);
    }
    world.advance(300);
    expect(round(world)).toEqual([]);
  });
});
