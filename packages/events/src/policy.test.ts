import { describe, expect, it } from 'vitest';
import { defaultPolicy, policySchema } from './policy.ts';
import { describeIssues } from './read-event.ts';

/** What a user is told of a policy, or null when it is good. */
function problemOf(policy: unknown): string | null {
  const { error } = policySchema.safeParse(policy);
  return error ? describeIssues(error) : null;
}

const queue = { name: 'queue_depth', query: 'sum(queue)', unit: 'jobs', threshold: 100, sizing: 'step' };

describe('a policy', () => {
  it('is complete when nothing is said', () => {
    const policy = defaultPolicy();
    expect(policy.workers).toEqual({ min: 2, max: 10 });
    expect(policy.mix).toEqual({ onDemandBase: 2, spotPercentAboveBase: 70 });
    expect(policy.cooldown).toEqual({ afterUpSeconds: 300, afterDownSeconds: 600 });
    expect(policySchema.parse(policy)).toEqual(policy);
  });

  it('keeps the defaults of what is left out, at every depth', () => {
    const policy = policySchema.parse({ workers: { max: 20 }, signals: { cpu: { targetPercent: 50 } } });
    expect(policy.workers).toEqual({ min: 2, max: 20 });
    expect(policy.signals.cpu).toEqual({ scaleUpAbovePercent: 70, targetPercent: 50, samples: 2 });
    expect(policy.signals.memory).toEqual(defaultPolicy().signals.memory);
  });

  it.each<[string, unknown, RegExp]>([
    ['min above max', { workers: { min: 11 } }, /^workers\.min: min \(11\) is above max \(10\)$/],
    ['a negative cooldown', { cooldown: { afterUpSeconds: -1 } }, /^cooldown\.afterUpSeconds: .*>=0/],
    ['an unknown knob', { workers: { maximum: 5 } }, /^workers: .*maximum/],
    ['an unknown section', { scaling: {} }, /^the whole: .*scaling/],
    ['a number with its unit', { cooldown: { afterUpSeconds: '5m' } }, /^cooldown\.afterUpSeconds: .*expected number/],
    ['a share as a fraction of a worker', { workers: { min: 2.5 } }, /^workers\.min: .*int/],
    ['percent above 100', { mix: { spotPercentAboveBase: 170 } }, /^mix\.spotPercentAboveBase: .*<=100/],
    ['a base above max', { mix: { onDemandBase: 11 } }, /^mix\.onDemandBase: the base \(11\) is above max \(10\)$/],
    [
      'a CPU target above its threshold',
      { signals: { cpu: { targetPercent: 71 } } },
      /^signals\.cpu\.targetPercent: the target \(71 %\)/,
    ],
    ['a memory target above its threshold', { signals: { memory: { targetPercent: 76 } } }, /^signals\.memory\.targetPercent/],
    ['idle above the CPU target', { signals: { idle: { cpuBelowPercent: 61 } } }, /^signals\.idle\.cpuBelowPercent/],
    [
      'a signal twice',
      { signals: { application: [queue, queue] } },
      /^signals\.application: the name queue_depth is used twice/,
    ],
    [
      'a signal name with spaces',
      { signals: { application: [{ ...queue, name: 'Queue depth' }] } },
      /^signals\.application\.0\.name/,
    ],
    [
      'a shifted zone that is none',
      { placement: { zonesShiftedAway: ['eu-1a'] } },
      /^placement\.zonesShiftedAway: eu-1a is not one/,
    ],
    ['no zone left', { placement: { zones: ['a'], zonesShiftedAway: ['a'] } }, /every zone is shifted away/],
    ['no zones', { placement: { zones: [] } }, /^placement\.zones/],
    ['a drain longer than a Spot notice', { drain: { spotTimeoutSeconds: 120 } }, /^drain\.spotTimeoutSeconds: .*<=110/],
    [
      'a zone shifted away twice',
      { placement: { zones: ['a', 'b'], zonesShiftedAway: ['a', { zone: 'a' }] } },
      /^placement\.zonesShiftedAway: a is named twice$/,
    ],
    [
      'no zone left, some until later',
      { placement: { zones: ['a', 'b'], zonesShiftedAway: ['a', { zone: 'b', until: '2026-11-24T12:00:00.000Z' }] } },
      /every zone is shifted away/,
    ],
    [
      'an hour that no clock shows',
      { disruption: { windows: [{ from: '22:00', to: '25:00' }] } },
      /^disruption\.windows\.0\.to: "25:00" is no time of day: write 00:00 to 23:59$/,
    ],
    [
      'a window of no length',
      { disruption: { windows: [{ from: '22:00', to: '22:00' }] } },
      /^disruption\.windows\.0\.to: 22:00 to 22:00 is no time at all/,
    ],
    [
      'a day that is none',
      { disruption: { windows: [{ days: ['sat', 'son'], from: '22:00', to: '05:00' }] } },
      /days\.1: .*"sun"/,
    ],
    [
      'a time zone that is none',
      { disruption: { timeZone: 'Asia/Kolkatta' } },
      /^disruption\.timeZone: there is no time zone "Asia\/Kolkatta": write an IANA name such as Asia\/Kolkata$/,
    ],
    ['a forecaster that is none', { forecast: { forecaster: 'oracle' } }, /^forecast\.forecaster: .*seasonal-level/],
    ['a lead of more than what is foreseen', { forecast: { leadSeconds: 2_701 } }, /^forecast\.leadSeconds: .*<=2700/],
    ['a quantile that is not stated', { forecast: { quantile: 0.8 } }, /^forecast\.quantile: /],
    ['a clock of nowhere', { forecast: { timeZone: 'Berlin' } }, /^forecast\.timeZone: there is no time zone "Berlin"/],
    ['no policy at all', 'fast', /expected object/],
  ])('with %s is refused in words that name the place', (_, policy, message) => {
    expect(problemOf(policy)).toMatch(message);
  });

  it('may lie right on its bounds', () => {
    expect(problemOf({ workers: { min: 10, max: 10 }, mix: { onDemandBase: 10 } })).toBeNull();
    expect(problemOf({ signals: { cpu: { targetPercent: 70 }, idle: { cpuBelowPercent: 70 } } })).toBeNull();
    expect(problemOf({ cooldown: { afterUpSeconds: 0, afterDownSeconds: 0 } })).toBeNull();
    expect(problemOf({ placement: { zones: ['a', 'b'], zonesShiftedAway: ['a'] } })).toBeNull();
  });
});
