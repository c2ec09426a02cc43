import { type DomainEvent, toTimestamp } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { describe, expect, it } from 'vitest';
import type { Fact } from './commands.ts';
import { fleetDecider } from './decider.ts';
import { at, fleetOf, launchedWorker, NOW, policyWith, worker } from './testing/fleets.ts';

type Shift = DomainEvent<'ZoneShifted'>;

/** `aab`: joined workers of these zones. */
const workersIn = (zones: string) => [...zones].map((zone, index) => worker(`i-${zone}${index}`, `${zone} on-demand`));

const lost = (instanceId: string): Fact => ({
  type: 'NodeLost',
  data: { instanceId, lostAt: at(0), aliveSeconds: 9, evidence: 'gone' },
});
const refused = (zone: string): Fact => ({
  type: 'OfferingFailed',
  data: { instanceType: null, zone, capacityType: 'on-demand', code: 'InsufficientInstanceCapacity' },
});

function createFleet(zones: string, policy = policyWith({})) {
  let state = fleetOf(workersIn(zones));
  let now = NOW;
  return {
    record(...facts: readonly Fact[]): readonly Shift[] {
      const events = fleetDecider.decide({ kind: 'record-facts', facts, policy, now }, state);
      const occurredAt = toTimestamp(now);
      state = events.reduce((folded, event) => fleet.evolveFleet(folded, { ...event, occurredAt }), state);
      return events.filter((event): event is Shift => event.type === 'ZoneShifted');
    },
    join(instanceId: string, zone: string) {
      const coming = { ...launchedWorker(instanceId, { joinBy: at(9_000), launchedAt: toTimestamp(now) }), zone };
      state = { ...state, workers: { ...state.workers, [instanceId]: coming } };
      return this.record({ type: 'NodeJoined', data: { instanceId, nodeName: instanceId, afterSeconds: 1 } });
    },
    advance(seconds: number) {
      now += seconds * 1_000;
    },
  };
}

describe('a zone that loses most of its workers within minutes', () => {
  it('is shifted away for a quarter of an hour', () => {
    expect(createFleet('aaabbb').record(lost('i-a0'), lost('i-a1'))).toEqual([
      { type: 'ZoneShifted', data: { zone: 'a', reason: '2 of 3 workers were lost within 300 s', until: at(900) } },
    ]);
  });

  it('is not when as many are left, when it was one worker, or when it took longer', () => {
    expect(createFleet('aaaabb').record(lost('i-a0'), lost('i-a1'))).toEqual([]);
    expect(createFleet('abb').record(lost('i-a0'))).toEqual([]);
    const slow = createFleet('aaabbb');
    slow.record(lost('i-a0'));
    slow.advance(301);
    expect(slow.record(lost('i-a1'))).toEqual([]);
  });

  it('is not when nobody is left elsewhere: that is no fault of a zone', () => {
    expect(createFleet('aabb').record(...['i-a0', 'i-a1', 'i-b2', 'i-b3'].map(lost))).toEqual([]);
    expect(createFleet('aa').record(lost('i-a0'), lost('i-a1'))).toEqual([]);
  });

  it('may be two of three', () => {
    const shifts = createFleet('aabbc').record(...['i-a0', 'i-a1', 'i-b2', 'i-b3'].map(lost));
    expect(shifts.map(({ data }) => data.zone)).toEqual(['a', 'b']);
  });

  it('is left to itself where the policy says so', () => {
    const policy = policyWith({ placement: { zoneShiftSeconds: 0 } });
    expect(createFleet('aaabbb', policy).record(lost('i-a0'), lost('i-a1'))).toEqual([]);
  });
});

describe('a zone in which launches and joins fail', () => {
  /** Three refusals of On-Demand, each when the mark of the one before has ended. */
  const failThrice = (world: ReturnType<typeof createFleet>) => {
    world.record(refused('a'));
    world.advance(181);
    world.record(refused('a'));
    world.advance(361);
    return world.record(refused('a'));
  };

  it('is shifted away when workers joined elsewhere meanwhile', () => {
    const world = createFleet('abb');
    world.record(refused('a'));
    world.advance(181);
    world.record(refused('a'));
    world.join('i-new', 'b');
    world.advance(361);
    expect(world.record(refused('a'))).toMatchObject([
      { data: { zone: 'a', reason: '3 launches or joins failed within 7200 s while workers joined elsewhere' } },
    ]);
  });

  it('is shifted away as soon as one does', () => {
    const world = createFleet('abb');
    expect(failThrice(world)).toEqual([]);
    expect(world.join('i-new', 'b')).toHaveLength(1);
  });

  it('is not when one joins there', () => {
    const world = createFleet('abb');
    failThrice(world);
    world.advance(1);
    expect(world.join('i-here', 'a')).toEqual([]);
    expect(world.join('i-there', 'b')).toEqual([]);
  });
});

it('a zone that fails again soon is left alone for twice as long each time, up to the bound', () => {
  const seconds: number[] = [];
  const world = createFleet('bb');
  let now = NOW;
  const advance = (more: number) => {
    now += more * 1_000;
    world.advance(more);
  };
  for (let round = 0; round < 6; round += 1) {
    world.join(`i-x${round}`, 'a');
    world.join(`i-y${round}`, 'a');
    const [shift] = world.record(lost(`i-x${round}`), lost(`i-y${round}`));
    seconds.push((Date.parse(shift?.data.until ?? '') - now) / 1_000);
    advance(seconds.at(-1) ?? 0);
    advance(301);
  }
  expect(seconds).toEqual([900, 1_800, 3_600, 7_200, 14_400, 14_400]);
});
