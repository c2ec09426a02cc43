import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backtest } from './backtest.ts';
import { contenderOf } from './policies/contenders.ts';
import { demandFromTrace } from './traces/demand.ts';
import { parseTrace } from './traces/parse-trace.ts';

const LIMITS = { min: 2, max: 10 };

function playOn(trace: string, names: readonly string[], sampleAgeMinutes = 0) {
  const text = readFileSync(new URL(`../../../apps/simulator/traces/${trace}.csv`, import.meta.url), 'utf8');
  const demand = demandFromTrace(parseTrace(text, { name: trace }), { peakWorkers: 6, maxWorkers: 10 });
  const policies = names.map((name) => contenderOf(name)).filter((policy) => policy !== null);
  const result = backtest(demand, { ...LIMITS, policies, price: 100, sampleAgeMinutes, usdPerWorkerHour: 0.0448 });
  return { ...result, of: (name: string) => result.policies.find((policy) => policy.name === name) };
}

const TRACES = ['nasa-http', 'mongo-app01', 'mongo-machine01'];

describe('a backtest of a shipped week', () => {
  it.each(TRACES)('of %s has the newsvendor below every target tuned in hindsight', (trace) => {
    const { of } = playOn(trace, ['newsvendor', 'target-tuned', 'target-70']);
    const [ours, tuned, plain] = [of('newsvendor'), of('target-tuned'), of('target-70')];
    expect(ours?.score20).toBeLessThan(tuned?.score20 ?? 0);
    expect(ours?.score100).toBeLessThan(tuned?.score100 ?? 0);
    expect(ours?.launchesPerDay).toBeLessThan(2 * (plain?.launchesPerDay ?? 0));
  });

  // The bar knows the week in hindsight, the newsvendor begins it knowing nothing: hence half a percent.
  it.each(TRACES)('of %s keeps up with it when samples are a minute older', (trace) => {
    const { of } = playOn(trace, ['newsvendor', 'target-tuned'], 1);
    expect(of('newsvendor')?.score20).toBeLessThan(of('target-tuned')?.score20 ?? 0);
    expect(of('newsvendor')?.score100).toBeLessThan(1.005 * (of('target-tuned')?.score100 ?? 0));
  });

  it('measures all by the clairvoyant', () => {
    const { of, days } = playOn('mongo-app01', ['clairvoyant', 'static-5', 'pending-only', 'thresholds']);
    expect(days).toBe(7);
    expect(of('clairvoyant')).toMatchObject({ score20: 1, score100: 1 });
    expect(of('static-5')?.workerHours).toBeCloseTo(5 * 7 * 24, 0);
    for (const name of ['static-5', 'pending-only', 'thresholds']) expect(of(name)?.score100).toBeGreaterThan(1);
  });
});
