import { defaultPolicy, type Policy, type RecordedEvent } from '@smartscale/events';
import { emptyFleet, type FleetState, type Worker } from '@smartscale/projections/fleet';
import { describe, expect, it } from 'vitest';
import { ago, DAY, MINUTE, NOW, recorded } from '../testing/events.ts';
import { judgeDecisions } from './decisions.ts';
import { judgeForecasts } from './forecasts.ts';
import { judgeJoins } from './joins.ts';
import { judgeLaunches } from './launches.ts';
import { judgeNotices } from './notices.ts';
import { judgeRisks } from './risks.ts';
import { judgeSamples } from './samples.ts';
import { judgeSpotShare } from './spot-share.ts';
import { judgeView } from './views.ts';
import { judgeZoneSpread } from './zone-spread.ts';

const policy = defaultPolicy();

function fleetOf(
  places: readonly (readonly [zone: string, capacityType: Worker['capacityType']])[],
  change: Partial<FleetState> = {},
): FleetState {
  const workers = places.map(([zone, capacityType], index) => {
    return { instanceId: `i-${index}`, zone: `ap-south-1${zone}`, capacityType, status: 'joined' } as Worker;
  });
  return { ...emptyFleet, workers: Object.fromEntries(workers.map((worker) => [worker.instanceId, worker])), ...change };
}
const inFlight = { operations: [{} as FleetState['operations'][number]] };

describe('samples', () => {
  const sample = (secondsAgo: number, missing: ('cpu' | 'pods')[] = []) =>
    recorded('MetricsSampled', secondsAgo, { sampledAt: ago(secondsAgo), intervalSeconds: 120, missing });
  const miss = (consecutive: number, reason: RecordedEvent<'MetricsMissed'>['data']['reason'] = 'unreachable') =>
    recorded('MetricsMissed', 10, {
      sampledAt: ago(10),
      intervalSeconds: 120,
      reason,
      message: 'connect ECONNREFUSED',
      attempts: 3,
      consecutive,
    });

  it('are young, up to two and a half intervals', () => {
    expect(judgeSamples(sample(300), NOW).verdict).toBe('ok');
    expect(judgeSamples(sample(301), NOW)).toMatchObject({
      verdict: 'failed',
      found: expect.stringContaining('one is due every 120 s'),
    });
    expect(judgeSamples(undefined, NOW).verdict).toBe('failed');
  });
  it('that lack something say what', () => {
    expect(judgeSamples(sample(10, ['pods']), NOW)).toMatchObject({
      verdict: 'warning',
      found: 'the last tick was 10 s ago, without pods',
    });
  });
  it('that are missed name a Prometheus that moved, and fail at the third', () => {
    expect(judgeSamples(miss(2), NOW).verdict).toBe('warning');
    expect(judgeSamples(miss(3), NOW)).toMatchObject({
      ...{ verdict: 'failed', found: expect.stringContaining('the 3. in a row: connect ECONNREFUSED') },
      toDo: expect.stringContaining('SMARTSCALE_PROMETHEUS_URL'),
    });
    expect(judgeSamples(miss(3, 'unauthorized'), NOW).toDo).toContain('Authorization');
  });
});

describe('decisions', () => {
  const decided = (samplePosition: number) =>
    recorded('ScaleDecided', 10, { action: 'hold', reason: 'all is well', basis: { samplePosition } as never });
  it.each([
    [100, 'ok'],
    [101, 'ok'],
    [102, 'warning'],
    [103, 'warning'],
    [104, 'failed'],
  ])('on sample 100 where the newest is %i are %s', (newestSamplePosition, verdict) => {
    expect(judgeDecisions({ newestDecision: decided(100), newestSamplePosition }).verdict).toBe(verdict);
  });
  it('are missed where there are samples, and not where there are none', () => {
    expect(judgeDecisions({ newestDecision: undefined, newestSamplePosition: 1 }).verdict).toBe('failed');
    expect(judgeDecisions({ newestDecision: undefined, newestSamplePosition: 0 }).verdict).toBe('unknown');
  });
});

describe('risks', () => {
  const shiftOf = (secondsAgo: number) => ({ zoneShifts: [{ zone: 'ap-south-1c', until: ago(secondsAgo) } as never] });
  const atRisk = (secondsAgo: number): Partial<FleetState> => {
    const worker = { nodeName: 'worker-i-7', atRisk: { warningId: 'w', until: ago(secondsAgo) } } as Worker;
    return { workers: { 'i-7': worker } };
  };
  it('are zones that get nobody, and workers that EC2 may take', () => {
    expect(judgeRisks(fleetOf([['a', 'spot']]), policy, NOW).verdict).toBe('ok');
    expect(judgeRisks(fleetOf([], { ...shiftOf(-60), ...atRisk(-60) }), policy, NOW)).toMatchObject({
      verdict: 'warning',
      found: `ap-south-1c is shifted away by its failures until ${ago(-60)}; EC2 may take worker-i-7 until ${ago(-60)}`,
    });
    const commanded = { ...policy, placement: { ...policy.placement, zonesShiftedAway: ['ap-south-1b'] } };
    expect(judgeRisks(emptyFleet, commanded, NOW).found).toBe('ap-south-1b is shifted away by command until it is ended');
  });
  it('pass', () => {
    expect(judgeRisks(fleetOf([], { ...shiftOf(0), ...atRisk(0) }), policy, NOW).verdict).toBe('ok');
  });
});

describe('the spread over zones', () => {
  const judge = (zones: string, change: Partial<FleetState> = {}, rules: Policy = policy) =>
    judgeZoneSpread(
      fleetOf(
        [...zones].map((zone) => [zone, 'spot'] as const),
        change,
      ),
      rules,
      NOW,
    );
  it('may differ by one', () => {
    expect(judge('aabc')).toMatchObject({
      verdict: 'ok',
      found: 'workers by zone: ap-south-1a 2, ap-south-1b 1, ap-south-1c 1',
    });
    expect(judge('aab').verdict).toBe('failed');
    expect(judge('aab').found).toContain('a difference of 2');
  });
  it('is let be while an operation is in flight, and where there is no capacity for now', () => {
    expect(judge('aab', inFlight).verdict).toBe('warning');
    const mark = (seconds: number): Partial<FleetState> => {
      const offering = { instanceType: null, capacityType: 'spot', code: 'X', at: ago(60), failures: 1 } as const;
      return { unavailable: [{ ...offering, zone: 'ap-south-1c', until: ago(-seconds) }] };
    };
    expect(judge('aab', mark(60)).verdict).toBe('warning');
    expect(judge('aab', mark(0)).verdict).toBe('failed');
  });
  it('does not count a zone that is shifted away, nor who is on his way out', () => {
    const shifted = { ...policy, placement: { ...policy.placement, zonesShiftedAway: ['ap-south-1c'] } };
    expect(judge('aab', {}, shifted)).toMatchObject({
      verdict: 'ok',
      found: expect.stringContaining('ap-south-1c 0 (shifted away)'),
    });
    const until = (seconds: number): Policy => {
      const shift = { zone: 'ap-south-1c', until: ago(-seconds), drain: false, reason: '' };
      return { ...policy, placement: { ...policy.placement, zonesShiftedAway: [shift] } };
    };
    expect(judge('aab', {}, until(60)).verdict).toBe('ok');
    expect(judge('aab', {}, until(0))).toMatchObject({
      ...{ verdict: 'warning', found: expect.stringContaining('was shifted away until lately') },
    });
    const byFailures = { zoneShifts: [{ zone: 'ap-south-1c', until: ago(-60) } as FleetState['zoneShifts'][number]] };
    expect(judge('aab', byFailures).verdict).toBe('ok');
    const leaving = fleetOf([
      ['a', 'spot'],
      ['b', 'spot'],
      ['c', 'spot'],
      ['a', 'spot'],
    ]);
    const draining = Object.fromEntries(
      Object.entries(leaving.workers).map(([id, worker]) => [id, { ...worker, status: id === 'i-3' ? 'draining' : 'joined' }]),
    );
    expect(judgeZoneSpread({ ...leaving, workers: draining as FleetState['workers'] }, policy, NOW).found).toContain(
      'ap-south-1a 1',
    );
  });
  it('is not known of no workers', () => {
    expect(judge('').verdict).toBe('unknown');
  });
  it('shows a zone that the policy does not name', () => {
    expect(judge('abcz')).toMatchObject({ verdict: 'warning', found: expect.stringContaining('does not name ap-south-1z') });
  });
});

describe('the share of Spot', () => {
  const judge = (onDemand: number, spot: number, change: Partial<FleetState> = {}) =>
    judgeSpotShare(fleetOf([...Array(onDemand).fill(['a', 'on-demand']), ...Array(spot).fill(['b', 'spot'])], change), policy);
  it('is told above the base and overall', () => {
    expect(judge(2, 1)).toMatchObject({
      ...{ verdict: 'ok', found: '1 of 3 workers are Spot: 100 % of the 1 above the base of 2 (wanted 70 %), 33 % of all' },
    });
    expect(judge(2, 0)).toMatchObject({ verdict: 'ok', found: expect.stringContaining('none above the base') });
  });
  it('may be half a worker off', () => {
    // Of five above the base 3.5 would be Spot.
    expect(judge(3, 4).verdict).toBe('ok');
    expect(judge(4, 3).verdict).toBe('ok');
    expect(judge(5, 2)).toMatchObject({ verdict: 'warning', toDo: expect.stringContaining('why Spot does not launch') });
    expect(judge(2, 5)).toMatchObject({ verdict: 'warning', toDo: expect.stringContaining('more Spot than wanted') });
  });
  it('never eats the base', () => {
    expect(judge(1, 1)).toMatchObject({ verdict: 'failed', found: expect.stringContaining('only 1 On-Demand') });
    expect(judge(1, 1, inFlight).verdict).toBe('warning');
    expect(judge(0, 0).verdict).toBe('unknown');
  });
});

describe('forecasts', () => {
  const made = (secondsAgo: number) =>
    recorded('ForecastMade', secondsAgo, { choice: { forecaster: 'seasonal', mode: 'watching', because: 'too young' } });
  const judge = (sampledSeconds: number, newestForecast: RecordedEvent<'ForecastMade'> | undefined) =>
    judgeForecasts({ firstSampleAt: ago(sampledSeconds), newestForecast }, NOW);
  it('are made each quarter of an hour', () => {
    expect(judge(30 * DAY, made(2_700))).toMatchObject({
      verdict: 'ok',
      found: expect.stringContaining('by seasonal, watching: too young'),
    });
    expect(judge(30 * DAY, made(2_701))).toMatchObject({
      verdict: 'warning',
      found: expect.stringMatching(/one is due each quarter of an hour$/),
    });
  });
  it('are wanted once there are samples', () => {
    expect(judge(2_700, undefined)).toMatchObject({ verdict: 'ok', found: 'none yet: one is made each quarter of an hour' });
    expect(judge(2_701, undefined)).toMatchObject({ verdict: 'warning', found: 'none was ever made' });
    expect(judgeForecasts({ firstSampleAt: null, newestForecast: undefined }, NOW).verdict).toBe('unknown');
  });
});

describe('launches', () => {
  const planned = (launchId: string) =>
    recorded('ScalePlanned', 300, { launches: [{ launchId, zone: 'z', capacityType: 'spot', replaces: null }] });
  const launched = (launchId: string, capacityType: 'spot' | 'on-demand') =>
    recorded('NodeLaunched', 200, { launchId, capacityType });
  const unavailable = (code = 'InsufficientInstanceCapacity') =>
    recorded('OfferingUnavailable', 240, { instanceType: null, zone: 'z', capacityType: 'spot', code, until: ago(0) });
  const gaveUp = (code: string) => recorded('LaunchFailed', 220, { launchId: 'l', zone: 'z', capacityType: 'spot', code });

  it('that none refused are well', () => {
    expect(judgeLaunches([planned('l'), launched('l', 'spot')], NOW)).toMatchObject({
      verdict: 'ok',
      found: '1 launched in the last day, none refused',
    });
    expect(judgeLaunches([], NOW).verdict).toBe('ok');
  });
  it('of Spot that did not come say what EC2 said, and whether On-Demand stood in', () => {
    expect(judgeLaunches([planned('l'), unavailable(), unavailable(), launched('l', 'on-demand')], NOW)).toMatchObject({
      verdict: 'warning',
      found:
        '1 launched; unavailable: spot in z (InsufficientInstanceCapacity) 2 times, the last 4 min ago; of those planned on Spot 0 came as Spot, On-Demand stood in for 1',
      toDo: expect.stringContaining('it passes by itself'),
    });
  });
  it('that were given up fail until one comes', () => {
    const failure = gaveUp('UnauthorizedOperation');
    expect(judgeLaunches([planned('l'), failure], NOW)).toMatchObject({
      verdict: 'failed',
      toDo: expect.stringContaining('lacks a right'),
    });
    expect(judgeLaunches([planned('l'), failure, launched('m', 'spot')], NOW).verdict).toBe('warning');
  });
  it('that never joined are another check', () => {
    expect(judgeLaunches([unavailable('NodeJoinTimedOut')], NOW).verdict).toBe('ok');
  });
  it.each([
    ['MaxSpotInstanceCountExceeded', 'Spot quota'],
    ['VcpuLimitExceeded', 'raise the quota'],
    ['InvalidSubnetID.NotFound', 'deploy infra/network'],
    ['AuthFailure.ServiceLinkedRoleCreationNotPermitted', 'create-service-linked-role'],
    ['Strange', 'look the code Strange up'],
  ])('refused with %s say what to do', (code, toDo) => {
    expect(judgeLaunches([gaveUp(code)], NOW).toDo).toContain(toDo);
  });
});

it('joins that came too late are a warning, and a failure when the last one did', () => {
  const joined = recorded('NodeJoined', 1, {});
  const late = recorded('NodeJoinTimedOut', 1, {});
  expect(judgeJoins([joined]).verdict).toBe('ok');
  expect(judgeJoins([]).verdict).toBe('ok');
  expect(judgeJoins([late, joined])).toMatchObject({ verdict: 'warning', found: expect.stringContaining('1 of 2 workers') });
  expect(judgeJoins([joined, late]).verdict).toBe('failed');
});

describe('notices', () => {
  const sent = recorded('NoticeSent', 300, { causeId: 'a', alsoTells: [], channel: 'slack' });
  const lost = recorded('NoticeFailed', 200, { causeId: 'b', channel: 'slack', reason: 'Slack answered 404', retryAt: null });
  it('arrive', () => {
    expect(judgeNotices({ notices: [sent], changedAt: ago(301) }, NOW).verdict).toBe('ok');
    expect(judgeNotices({ notices: [lost, sent], changedAt: null }, NOW)).toMatchObject({
      verdict: 'warning',
      found: expect.stringContaining('1 of 2 were delivered'),
    });
    expect(judgeNotices({ notices: [sent, lost], changedAt: null }, NOW)).toMatchObject({
      verdict: 'failed',
      found: expect.stringContaining('Slack answered 404'),
    });
  });
  it('are missed ten minutes after a change', () => {
    expect(judgeNotices({ notices: [], changedAt: null }, NOW).verdict).toBe('unknown');
    expect(judgeNotices({ notices: [], changedAt: ago(10 * MINUTE - 1) }, NOW).verdict).toBe('unknown');
    expect(judgeNotices({ notices: [], changedAt: ago(10 * MINUTE) }, NOW).verdict).toBe('failed');
  });
  it('that stopped while the fleet went on changing are missed too', () => {
    const old = recorded('NoticeSent', 3_600, { causeId: 'a', alsoTells: [], channel: 'slack' });
    expect(judgeNotices({ notices: [old], changedAt: ago(10 * MINUTE) }, NOW)).toMatchObject({
      verdict: 'failed',
      found: expect.stringContaining('nobody was told'),
    });
    expect(judgeNotices({ notices: [old], changedAt: ago(10 * MINUTE - 1) }, NOW).verdict).toBe('ok');
  });
});

describe('a view', () => {
  const shown = (position: number) => ({
    revision: 1,
    building: null,
    shown: { version: 1, position, eventId: 'e', state: '{}', views: [] },
  });
  const facts = { progress: shown(10), streamEnd: 10, oldestWaitingSeconds: 0, rebuild: 'rebuild' };
  it('is as new as the store, or will be within two minutes', () => {
    expect(judgeView(facts).verdict).toBe('ok');
    expect(judgeView({ ...facts, streamEnd: 12, oldestWaitingSeconds: 120 }).verdict).toBe('ok');
    expect(judgeView({ ...facts, streamEnd: 12, oldestWaitingSeconds: 121 })).toMatchObject({
      verdict: 'failed',
      found: expect.stringContaining('2 events'),
    });
  });
  it('may never have been made, or of another store', () => {
    expect(judgeView({ ...facts, progress: null }).verdict).toBe('unknown');
    expect(judgeView({ ...facts, streamEnd: 0 }).verdict).toBe('unknown');
    expect(judgeView({ ...facts, progress: { revision: 0, shown: null, building: null } }).verdict).toBe('failed');
    const building = { version: 2, position: 4, eventId: 'e', state: '{}' };
    expect(judgeView({ ...facts, progress: { revision: 0, shown: null, building } }).verdict).toBe('warning');
    expect(judgeView({ ...facts, streamEnd: 9 })).toMatchObject({ verdict: 'failed', toDo: 'rebuild' });
  });
});
