import { describe, expect, it } from 'vitest';
import { groupsOf, type Statement, type StatementOptions, statementOf } from './index.ts';
import { at, type FleetEvent, fold, launched, lost, options, priced, terminated } from './testing/story.ts';

function statement(events: readonly FleetEvent[], month: string, now: string, change?: Partial<StatementOptions>): Statement {
  const made = statementOf(fold(...events), options(month, now, change));
  if (!made) throw new Error('no statement');
  return made;
}

const instances = (events: readonly FleetEvent[], month: string, now: string) =>
  statement(events, month, now).workers.instanceUsd;

describe('the hours of a machine', () => {
  it('are billed by the second from launch to termination, those begun included', () => {
    const events = [
      launched('i-1', { at: '2026-01-05T00:00:00.500Z', usd: 0.036 }),
      terminated('i-1', '2026-01-05T00:16:40.600Z'),
    ];
    expect(instances(events, '2026-01', at('01-06 00:00'))).toBeCloseTo((0.036 * 1_001) / 3_600, 12);
  });

  it('are a minute at the least, also when the end is told to be before the launch', () => {
    for (const end of ['2026-01-05T00:00:10.000Z', '2026-01-04T23:59:00.000Z']) {
      const events = [launched('i-1', { at: at('01-05 00:00'), usd: 3.6 }), terminated('i-1', end)];
      expect(instances(events, '2026-01', at('01-06 00:00'))).toBeCloseTo(0.06, 12);
    }
  });

  it('of a night are those of two days, and over months those of each month', () => {
    const night = [launched('i-1', { at: at('01-05 22:00'), usd: 0.1 }), terminated('i-1', at('01-06 03:00'))];
    expect(statement(night, '2026-01', at('01-07 00:00')).lines.map(({ day, hours }) => [day, hours])).toEqual([
      ['2026-01-05', 2],
      ['2026-01-06', 3],
    ]);
    const long = [launched('i-1', { at: at('01-31 23:00'), usd: 0.1 }), terminated('i-1', at('03-01 01:00'))];
    const now = at('03-02 00:00');
    const hoursIn = (month: string) => statement(long, month, now).workers.hours;
    expect(['2026-01', '2026-02', '2026-03'].map(hoursIn)).toEqual([1, 28 * 24, 1]);
    expect(statementOf(fold(...long), options('2025-12', now))).toBeNull();
    expect(statementOf(fold(...long), options('2026-04', now))).toBeNull();
  });

  it('at the very end of a month belong to it, and none to the next', () => {
    const events = [launched('i-1', { at: at('01-31 23:00'), usd: 0.1 }), terminated('i-1', at('02-01 00:00'))];
    expect(instances(events, '2026-01', at('02-02 00:00'))).toBeCloseTo(0.1, 12);
    expect(statement(events, '2026-02', at('02-02 00:00')).lines).toEqual([]);
  });

  it('are 24 on each day of UTC, those on which clocks are changed included', () => {
    const events = [launched('i-1', { at: at('03-28 00:00'), usd: 0.1 })];
    const { lines } = statement(events, '2026-03', at('03-31 00:00'));
    expect(lines.map(({ hours }) => hours)).toEqual([24, 24, 24]);
  });

  it('of one that runs are counted up to now', () => {
    expect(instances([launched('i-1', { at: at('01-05 00:00'), usd: 0.1 })], '2026-01', at('01-05 05:00'))).toBeCloseTo(
      0.5,
      12,
    );
  });

  it('are counted once when a launch or an end is told twice, and an end of an unknown machine is nothing', () => {
    const one = launched('i-1', { at: at('01-05 00:00'), usd: 0.1 });
    const end = terminated('i-1', at('01-05 02:00'));
    const now = at('01-06 00:00');
    const events = [terminated('i-9', at('01-04 00:00')), one, one, end, terminated('i-1', at('01-05 04:00')), one];
    expect(instances(events, '2026-01', now)).toBeCloseTo(0.2, 12);
    expect(instances([...events, lost('i-1', at('01-05 05:00')), lost('i-9', at('01-05 05:00'))], '2026-01', now)).toBeCloseTo(
      0.2,
      12,
    );
  });

  it('of a lost one that comes back are those since its launch, and go on', () => {
    const one = launched('i-1', { at: at('01-05 00:00'), usd: 0.1 });
    const back = launched('i-1', { at: at('01-05 00:00'), recordedAt: at('01-05 11:00'), usd: 0.2 });
    const events = [one, lost('i-1', at('01-05 10:00')), back];
    expect(instances(events, '2026-01', at('01-05 12:00'))).toBeCloseTo(11 * 0.1 + 0.2, 12);
    const unpriced = launched('i-1', { at: at('01-05 00:00'), recordedAt: at('01-05 11:00'), usd: 0 });
    expect(instances([...events.slice(0, 2), unpriced], '2026-01', at('01-05 12:00'))).toBeCloseTo(1.2, 12);
  });

  it('of a lost one whose end is known later are those up to that end', () => {
    const one = launched('i-1', { at: at('01-05 00:00'), usd: 0.1 });
    const events = [one, lost('i-1', at('01-05 10:00')), terminated('i-1', at('01-05 08:00'))];
    expect(instances(events, '2026-01', at('01-06 00:00'))).toBeCloseTo(0.8, 12);
  });

  it('of an adopted one are counted from its own launch, in an earlier month if that was then', () => {
    const adopted = [launched('i-1', { at: at('01-31 20:00'), recordedAt: at('02-01 02:00'), usd: 0.1 })];
    const now = at('02-01 03:00');
    expect(instances(adopted, '2026-01', now)).toBeCloseTo(0.4, 12);
    expect(instances(adopted, '2026-02', now)).toBeCloseTo(0.3, 12);
  });
});

describe('the price of an hour', () => {
  const one = launched('i-1', { at: at('01-05 00:00'), usd: 0.1 });
  const now = at('01-05 10:00');

  it('is that of the launch until another one is observed, for all machines of the offering and for no other', () => {
    const others = [
      launched('i-2', { at: at('01-05 03:00'), usd: 0.1 }),
      launched('i-3', { at: at('01-05 00:00'), usd: 0.1, zone: 'b' }),
    ];
    const change = priced({ usd: 0.2, from: at('01-05 04:00'), recordedAt: at('01-05 05:00') });
    expect(instances([one, ...others, change], '2026-01', now)).toBeCloseTo(0.4 + 1.2 + 0.1 + 1.2 + 1, 12);
  });

  it('that was observed holds for those that ran then, and not for what is launched later', () => {
    const change = priced({ usd: 0.2, from: at('01-05 01:00') });
    const events = [one, change, terminated('i-1', at('01-05 02:00')), launched('i-2', { at: at('01-05 08:00'), usd: 0.3 })];
    expect(instances(events, '2026-01', now)).toBeCloseTo(0.1 + 0.2 + 0.6, 12);
  });

  it('that is observed late holds for those that have ended since', () => {
    const events = [one, terminated('i-1', at('01-05 02:00')), priced({ usd: 0.3, from: at('01-05 01:00') })];
    expect(instances(events, '2026-01', now)).toBeCloseTo(0.4, 12);
  });

  it('may hold for a while only', () => {
    const events = [one, priced({ usd: 1, from: at('01-05 01:00'), to: at('01-05 02:00') })];
    expect(instances(events, '2026-01', now)).toBeCloseTo(1.9, 12);
  });

  it('that holds for a while puts aside what was observed within it, and then that goes on', () => {
    const change = priced({ usd: 0.2, from: at('01-05 02:00') });
    const passing = priced({ usd: 1, from: at('01-05 01:00'), to: at('01-05 03:00'), recordedAt: now });
    expect(instances([one, change, passing], '2026-01', now)).toBeCloseTo(0.1 + 2 + 1.4, 12);
  });

  it('is not nothing when it is not known: the hours are said to be lacking', () => {
    const made = statement([launched('i-1', { at: at('01-05 00:00'), usd: 0 })], '2026-01', now);
    expect(made.workers).toMatchObject({ hours: 10, unknownHours: 10, instanceUsd: 0 });
    expect(made.unknown).toEqual(['the price of 10.0 hours of spot t3.medium in a: not in the sums']);
  });

  it('that was not known is made good when it is observed', () => {
    const events = [
      launched('i-1', { at: at('01-05 00:00'), usd: 0 }),
      priced({ usd: 0.2, from: at('01-05 00:00'), recordedAt: now }),
    ];
    expect(statement(events, '2026-01', now)).toMatchObject({ unknown: [], workers: { unknownHours: 0 } });
    expect(instances(events, '2026-01', now)).toBeCloseTo(2, 12);
  });

  it('that is corrected is rated anew, goes before what is observed, and of two corrections the later one holds', () => {
    const correction = priced({
      usd: 0.5,
      from: at('01-05 01:00'),
      to: at('01-05 03:00'),
      recordedAt: now,
      isCorrection: true,
    });
    expect(instances([one, correction], '2026-01', now)).toBeCloseTo(0.8 + 1, 12);
    const observed = priced({ usd: 9, from: at('01-05 02:00'), to: at('01-05 03:00') });
    expect(instances([one, correction, observed], '2026-01', now)).toBeCloseTo(1.8, 12);
    const again = priced({ usd: 0.7, from: at('01-05 02:00'), to: at('01-05 03:00'), recordedAt: now, isCorrection: true });
    expect(instances([one, correction, again], '2026-01', now)).toBeCloseTo(0.8 + 0.5 + 0.7, 12);
  });

  it('that is corrected without an end holds for what is launched later, unknown or not', () => {
    const correction = priced({ usd: 0.5, from: at('01-05 01:00'), isCorrection: true });
    const later = [launched('i-2', { at: at('01-05 08:00'), usd: 0 }), launched('i-3', { at: at('01-05 09:00'), usd: 0.1 })];
    expect(instances([one, correction, ...later], '2026-01', now)).toBeCloseTo(0.1 + 4.5 + 1 + 0.5, 12);
  });
});

describe('a statement', () => {
  const events = [
    launched('i-1', { at: at('01-01 00:00'), usd: 0.05, capacity: 'on-demand' }),
    launched('i-2', { at: at('01-01 00:00'), usd: 0.02, type: 'm5.large', zone: 'b' }),
  ];
  const now = at('01-01 10:00');
  const prices = { machinePrices: { gp3PerGbMonth: 0.72, publicIpv4PerHour: 0.005, hostedZonePerMonth: 7.2 } };
  const all = { ...prices, controlPlaneUsdPerMonth: 72 };

  it('has disk and address of each worker, the server and the control plane', () => {
    const made = statement(events, '2026-01', now, all);
    expect(made.workers).toMatchObject({ hours: 20, spotHoursPercent: 50 });
    expect(made.workers.diskUsd).toBeCloseTo(20 * 20 * 0.001, 10);
    expect(made.workers.addressUsd).toBeCloseTo(20 * 0.005, 10);
    const { serverInstance, serverDisk, serverAddress, serverZone, controlPlane } = made.fixed;
    expect(serverInstance).toBeCloseTo(0.5, 10);
    expect(serverDisk).toBeCloseTo(0.2, 10);
    expect(serverAddress).toBeCloseTo(0.05, 10);
    expect(serverZone).toBeCloseTo(0.1, 10);
    expect(controlPlane).toBeCloseTo(1, 10);
    expect(made.usd).toBeCloseTo(made.workers.usd + 1.85, 10);
  });

  it('is set against the same hours On-Demand and against a fleet of always the same size', () => {
    const made = statement(events, '2026-01', now, all);
    const extras = 20 * 20 * 0.001 + 20 * 0.005;
    expect(made.onDemand.usd).toBeCloseTo(0.5 + 1 + extras + 1.85, 10);
    expect(made.onDemand.savedPercent).toBeCloseTo((100 * 0.8) / made.onDemand.usd, 10);
    expect(made.staticFleet).toBeNull();
    const five = statement(events, '2026-01', now, { ...all, staticFleet: { workers: 5, instanceType: 'm5.large' } });
    expect(five.staticFleet?.usd).toBeCloseTo(5 * 10 * 0.125 + 0.85, 10);
  });

  it('names the types that the price list lacks, and the server', () => {
    const made = statement(events, '2026-01', now, { onDemandPrices: { 't3.medium': 0.05 }, serverInstanceType: 'x9.huge' });
    expect(made.fixed.serverInstance).toBeNull();
    expect(made.unknown).toEqual([
      'the On-Demand price of m5.large: taken at what it cost where all is On-Demand',
      "the price of the server's x9.huge: not in the sums",
    ]);
    const fleet = { workers: 5, instanceType: 'x9.huge' };
    expect(statement(events, '2026-01', now, { staticFleet: fleet }).staticFleet).toBeNull();
  });

  it('is summed by any property', () => {
    const made = statement(events, '2026-01', now);
    const names = (by: 'zone' | 'type' | 'capacity' | 'day') => groupsOf(made.lines, by).map(({ name }) => name);
    expect(names('zone')).toEqual(['a', 'b']);
    expect(names('type')).toEqual(['m5.large', 't3.medium']);
    expect(names('capacity')).toEqual(['on-demand', 'spot']);
    expect(names('day')).toEqual(['2026-01-01']);
  });
});

describe('the forecast of a month', () => {
  const one = launched('i-1', { at: at('01-01 00:00'), usd: 0.1 });
  const none = { serverInstanceType: 'none' };

  it('lets the last week go on, day of the week by day of the week', () => {
    // A second machine on each Thursday, the 1st of January among them.
    const thursdays = ['01-01', '01-08'].flatMap((day, index) => [
      launched(`i-t${index}`, { at: at(`${day} 00:00`), usd: 1 }),
      terminated(`i-t${index}`, at(`${day} 10:00`)),
    ]);
    const { forecast } = statement([one, ...thursdays], '2026-01', at('01-12 00:00'), none);
    // Thursdays to come: 15, 22, 29.
    expect(forecast).toMatchObject({ kind: 'forecast', days: 7 });
    expect(forecast.kind === 'forecast' && forecast.usd).toBeCloseTo(31 * 24 * 0.1 + 5 * 10, 8);
  });

  it('rests on whole days only, and says nothing of a fleet younger than one or of a month that is over', () => {
    const { forecast } = statement([one], '2026-01', at('01-03 05:00'), none);
    expect(forecast).toMatchObject({ kind: 'forecast', days: 2 });
    expect(statement([one], '2026-01', '2026-01-01T23:59:00.000Z', none).forecast).toEqual({
      kind: 'none',
      because: 'the fleet is younger than a day',
    });
    expect(statement([one], '2026-01', at('02-01 00:00'), none).forecast).toEqual({
      kind: 'none',
      because: 'the month is over',
    });
  });

  it('at the beginning of a month rests on the end of the one before', () => {
    const { forecast } = statement([one], '2026-02', at('02-01 01:00'), none);
    expect(forecast.kind === 'forecast' && forecast.usd).toBeCloseTo(28 * 24 * 0.1, 8);
  });
});
