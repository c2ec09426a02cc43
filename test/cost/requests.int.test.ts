import { INVOCATION_USAGE, type InvocationUsage } from '@smartscale/projections/control-plane';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createActivityTally } from '../../apps/cli/src/cost/tally-activity.ts';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../peers/dynamodb/index.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { liveCounted } from './counted-life.ts';
import type { FunctionUsage } from './usage.ts';

const HOURS = 12;
/** CloudWatch adds them to each line. */
const LINE_BYTES = 26;
/** What is called by the clock: for these the table must be right, for the others it is a bound. */
const REGULAR = [
  'metrics-collector/sample',
  'decision-engine/evaluate',
  'decision-engine/forecast',
  'capacity-manager/reconcile',
  'outbox-relay/relay',
];

/** Metrics of what leaves no event: views that are made for the first time. */
const BESIDE_EVENTS = ['projections ViewsBuilt'];

/** Half a day of the whole system. Slow: some thousand requests to a real DynamoDB. */
describeWithPeer(dynamoDbPeer, 'what the services ask of AWS', () => {
  let peer: LocalDynamoDb;
  let life: Awaited<ReturnType<typeof liveCounted>>;
  beforeAll(async () => {
    peer = await startDynamoDb();
    life = await liveCounted(peer, { hours: HOURS });
  }, 240_000);
  afterAll(async () => peer?.stop());

  const table: Readonly<Record<string, InvocationUsage>> = INVOCATION_USAGE;
  const perCall = ({ invocations, readUnits, writeUnits, logLines, logBytes }: FunctionUsage) => ({
    readUnits: readUnits / invocations,
    writeUnits: writeUnits / invocations,
    logBytes: (logBytes + logLines * LINE_BYTES) / invocations,
  });

  it('is no more than the table has, for every function', () => {
    const counted = Object.entries(life.functions);
    expect(counted.map(([name]) => name).sort()).toEqual(Object.keys(INVOCATION_USAGE).sort());
    const excesses = counted.flatMap(([name, usage]) =>
      Object.entries(perCall(usage)).flatMap(([key, value]) => {
        const most = table[name]?.[key as 'readUnits'] ?? 0;
        return value > most ? [`${name}: ${value.toFixed(2)} ${key}, the table has ${most}`] : [];
      }),
    );
    expect(excesses).toEqual([]);
  });

  it.each(REGULAR)('is hardly less than the table has, for %s', (name) => {
    const { readUnits, writeUnits, logBytes } = perCall(life.functions[name] as FunctionUsage);
    expect(readUnits).toBeGreaterThan((table[name]?.readUnits ?? 0) - 0.2);
    expect(writeUnits).toBeGreaterThan((table[name]?.writeUnits ?? 0) - 0.2);
    expect(logBytes).toBeGreaterThanOrEqual((table[name]?.logBytes ?? 0) * 0.9);
  });

  it('is asked in calls that the history tells of', () => {
    const tally = createActivityTally(life.wirings);
    for (const { event } of life.changes) tally.add(event);
    const { invocations, events, scheduleCalls } = tally.result(HOURS / 24);
    const called = Object.entries(life.functions).map(([name, usage]) => [name, usage.invocations]);
    const { 'outbox-relay/relay': relayed = 0, ...others } = Object.fromEntries(called) as Record<string, number>;
    const { 'outbox-relay/relay': told = 0, ...alsoTold } = invocations;
    expect(alsoTold).toEqual(others);
    // In virtual time two appends may be of one moment, and look like one.
    expect(Math.abs(told - relayed)).toBeLessThanOrEqual(relayed / 100);
    const byTheClock = life.wirings.filter(({ schedules }) => schedules.length > 0);
    const scheduled = byTheClock.reduce(
      (sum, { service, name }) => sum + (life.functions[`${service}/${name}`]?.invocations ?? 0),
      0,
    );
    expect({ events, scheduleCalls }).toEqual({ events: life.published, scheduleCalls: scheduled });
  });

  it('is metrics that the history tells of, one of them all the time', () => {
    const tally = createActivityTally(life.wirings);
    for (const { event } of life.changes) tally.add(event);
    const sent = Object.entries(life.metricHours).filter(([name]) => !BESIDE_EVENTS.includes(name));
    expect(sent.reduce((sum, [, hours]) => sum + hours.size, 0)).toBe(tally.result(1).metricHours);
    expect(sent.filter(([, hours]) => hours.size > HOURS / 2).map(([name]) => name)).toEqual([
      'metrics-collector MetricsSampled',
    ]);
    expect(life.deadLetters.list()).toEqual([]);
  });
});
