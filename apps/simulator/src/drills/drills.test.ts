import type { RecordedEvent } from '@smartscale/events';
import { expect, it } from 'vitest';
import { createSimulation, type Simulation } from '../simulation/simulation.ts';
import { allEvents, createLastingStore, ofType, shippedDemand } from '../testing/simulate-in-memory.ts';
import { type DrillBegun, DrillRefusedError, type DrillRequest, type WorldReport } from './drills.ts';

/** By then the fleet has workers above its base. */
const MINUTE_OF_DRILL = 600;
const DAYS = 0.5;

/** Lives half a day without faults; at its tenth hour the drill begins. */
async function drilled(requestOf: (simulation: Simulation) => DrillRequest) {
  const { store, openStore } = createLastingStore();
  let minute = 0;
  const seen: { begun?: DrillBegun; report?: WorldReport } = {};
  const simulation: Simulation = await createSimulation({
    ...{ demand: shippedDemand('mongo-app01'), openStore, faults: [] },
    observer() {
      minute += 1;
      if (minute === MINUTE_OF_DRILL) seen.begun = simulation.drills.begin(requestOf(simulation));
      if (minute === MINUTE_OF_DRILL + 20) seen.report = simulation.drills.report();
    },
  });
  const result = await simulation.run({ days: DAYS });
  const { begun, report } = seen;
  if (!begun || !report) throw new Error('the drill was not begun');
  const { begunAt } = begun;
  const since = (await allEvents(store)).filter(({ recordedAt }) => Date.parse(recordedAt) >= begunAt);
  return { begun, report, since, result };
}

const spotWorkerOf = ({ view }: Simulation) =>
  view.workers.find(({ capacityType, status }) => capacityType === 'spot' && status === 'ready')?.instanceId ?? '';
const secondsAfter = ({ begunAt }: DrillBegun, event: RecordedEvent | undefined) =>
  (Date.parse(event?.recordedAt ?? '') - begunAt) / 1_000;

it('an interruption comes with its notice, and takes the instance two minutes later', async () => {
  const { begun, since, result } = await drilled((simulation) => ({
    ...{ drill: 'interrupt', instanceId: spotWorkerOf(simulation) },
  }));
  const [warning] = ofType(since, 'SpotWarning');
  expect(warning?.data).toMatchObject({ instanceId: begun.instanceIds[0], kind: 'interruption', source: 'aws.ec2' });
  expect(secondsAfter(begun, warning)).toBeLessThan(2);
  expect(result.violations).toEqual([]);
});

it('a lost zone takes what runs there, and gives nothing until it is back', async () => {
  const { begun, report, since } = await drilled(({ view }) => ({
    ...{ drill: 'kill-zone', zone: view.workers[0]?.zone ?? '', forSeconds: 3_600 },
  }));
  const lost = ofType(since, 'NodeLost').map(({ data }) => data.instanceId);
  expect(lost.toSorted()).toEqual([...begun.instanceIds].toSorted());
  expect(report.instances.map(({ instanceId }) => instanceId)).not.toEqual(expect.arrayContaining([...begun.instanceIds]));
});

it('an outage of Prometheus lasts as long as was said', async () => {
  const { since } = await drilled(() => ({ drill: 'metrics-outage', forSeconds: 600 }));
  expect(ofType(since, 'MetricsMissed').map(({ data }) => data.consecutive)).toEqual([1, 2, 3, 4, 5]);
});

it('without Spot capacity what is launched is On-Demand, until there is some again', async () => {
  const { begun, report, since } = await drilled((simulation) => ({
    ...{ drill: 'capacity-error', instanceId: spotWorkerOf(simulation), forSeconds: 3_600 },
  }));
  expect(ofType(since, 'OfferingUnavailable').map(({ data }) => data.capacityType)).toContain('spot');
  const launched = (type: string) => ofType(since, 'NodeLaunched').filter(({ data }) => data.capacityType === type);
  expect(secondsAfter(begun, launched('on-demand')[0])).toBeLessThan(120);
  expect(secondsAfter(begun, launched('spot')[0])).toBeGreaterThan(3_600);
  expect(report.strikes).not.toEqual([]);
});

it('a function dies once, after its launch, and the launch is found', async () => {
  const { begun, report, since, result } = await drilled(({ view }) => ({
    ...{ drill: 'crash', instanceId: view.workers[0]?.instanceId ?? '' },
  }));
  const strikes = report.strikes.map(({ what }) => what);
  expect(strikes).toEqual(['capacity-manager/reconcile died after the launch']);
  const [strike] = report.strikes;
  const launched = ofType(since, 'NodeLaunched').find(({ data }) => data.replaces === begun.instanceIds[0]);
  expect(Date.parse(launched?.recordedAt ?? '')).toBeGreaterThan(strike?.at ?? Number.NaN);
  expect(report.instances.filter(({ launchId }) => launchId === launched?.data.launchId)).toHaveLength(1);
  expect(result.violations).toEqual([]);
});

it.each([
  ['an instance that is not there', { drill: 'interrupt', instanceId: 'i-0' }, /i-0 does not run/],
  ['a zone without instances', { drill: 'kill-zone', zone: 'nowhere', forSeconds: 60 }, /no instance runs in nowhere/],
] as const)('%s is refused', async (_, request, problem) => {
  const simulation = await createSimulation({ demand: shippedDemand('mongo-app01') });
  expect(() => simulation.drills.begin(request)).toThrow(DrillRefusedError);
  expect(() => simulation.drills.begin(request)).toThrow(problem);
});
