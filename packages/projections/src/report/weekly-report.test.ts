import { describe, expect, it } from 'vitest';
import { chosen, decisions, happened, interrupted, machine, reportOf, scored } from './testing/weeks.ts';

const fleet = [
  ...machine('i-a', -24, { capacity: 'on-demand', usd: 0.05 }),
  ...machine('i-b', -24, { capacity: 'on-demand', usd: 0.05 }),
  ...machine('i-c', 0, { until: 100, usd: 0.02 }),
];

describe('the report of a week', () => {
  it('has the books, against what would have been otherwise', () => {
    const sampled = [happened('MetricsSampled', 1, { cpu: { percent: 90 }, memory: null, workers: { reporting: 3 } })];
    const { books, spot, decided } = reportOf([
      ...fleet,
      ...sampled,
      ...decisions(0, 100, { workers: 3 }),
      ...decisions(100, 168, { workers: 2 }),
    ]);
    // Two On-Demand workers all week and a Spot worker for 100 hours, to the cent.
    expect(books.usd).toBeCloseTo(2 * 168 * 0.05 + 100 * 0.02, 9);
    expect(books.onDemand.usd).toBeCloseTo((2 * 168 + 100) * 0.05, 9);
    // The cheapest type of the policy; the sample asks for three at 90 %.
    expect(books.staticFleet).toMatchObject({ workers: 3, instanceType: 't3a.medium' });
    expect(books.staticFleet?.usd).toBeCloseTo(3 * 168 * 0.04, 9);
    expect(spot).toEqual({ percentAboveBase: expect.closeTo(100, 6), targetPercent: 70 });
    expect(decided).toMatchObject({ fewest: 2, most: 3, meanWorkers: expect.closeTo((3 * 100 + 2 * 68) / 168, 6) });
  });

  it('counts what happened', () => {
    const { machines, decided } = reportOf([
      ...fleet,
      ...decisions(0, 1, { workers: 2, action: 'up', to: 3 }),
      happened('LaunchFailed', 1, { launchId: 'l' }),
      interrupted(5, 't3.medium'),
    ]);
    expect(decided).toMatchObject({ ups: 30, downs: 0, decisions: 30 });
    expect(machines).toMatchObject({
      ...{ launches: 1, terminations: 1, failedLaunches: 1, fallbacks: 0 },
      types: { 't3.medium': { launches: 1, spotLaunches: 1, interruptions: 1 } },
    });
  });

  it('ranks the forecasters', () => {
    const score = (forecaster: string, pinballLoss: number, isCovered: boolean) => ({
      ...{
        forecaster,
        pinballLoss: [pinballLoss],
        isCovered: [isCovered],
        overProvisionedWorkerHours: [0.5],
        underProvisionedWorkerHours: [0.25],
      },
    });
    const { forecast } = reportOf([
      ...fleet,
      chosen('brief', 'watching'),
      ...scored(3, [score('brief', 0.3, true), score('naive', 0.1, true)]),
      ...scored(1, [score('brief', 0.7, false)]),
    ]);
    expect(forecast).toMatchObject({ mode: 'watching', forecaster: 'brief', because: 'why' });
    expect(forecast.accuracies.map(({ forecaster }) => forecaster)).toEqual(['naive', 'brief']);
    expect(forecast.accuracies[1]).toEqual({
      ...{ forecaster: 'brief', scores: 4, coveredPercent: 75, pinballLoss: expect.closeTo(0.4, 9) },
      ...{ overProvisionedWorkerHours: 2, underProvisionedWorkerHours: 1 },
    });
  });

  it('says what it lacks: decisions under an older policy, samples that were missed, prices', () => {
    const old = decisions(0, 1, { workers: 10, wish: 20, decidedBy: 'maximum', policyVersion: 0 });
    const missed = happened('MetricsMissed', 2, { consecutive: 1 });
    const unpriced = machine('i-x', 1, { type: 'x1.huge', until: 2 });
    const { unknown, recommendations } = reportOf([...fleet, ...old, missed, ...unpriced]);
    expect(recommendations).toEqual([]);
    expect(unknown).toEqual([
      'the On-Demand price of x1.huge: taken at what it cost where all is On-Demand',
      "the price of the server's none: not in the sums",
      '30 decisions under an older policy: recommendations rest on the others',
      '1 samples that Prometheus did not give',
    ]);
  });

  it('is none of a week before the fleet', () => expect(() => reportOf(machine('i-a', 200))).toThrow('no report'));
});
