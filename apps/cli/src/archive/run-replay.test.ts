import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { BusEvent } from '@smartscale/lambda';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../exit.ts';
import { runReplay } from './run-replay.ts';

type Look = { readonly received: number; readonly deliveries: readonly BusEvent[] };

const NOTHING: Look = { received: 0, deliveries: [] };
const lookOf = (...ids: string[]): Look => ({ received: ids.length, deliveries: ids.map((id) => delivery(id)) });

function delivery(id: string, time = '2026-01-01T12:00:00Z'): BusEvent {
  const place = { version: '0', account: '', region: '', resources: [], time } as const;
  return { ...place, id, source: 'smartscale.drill', 'detail-type': 'Drill', detail: {} };
}

/** A replay whose states and looks into the queue follow each other; the last of each stays. */
async function play(options: {
  readonly states: readonly string[];
  readonly looks: readonly Look[];
  readonly patienceSeconds?: number;
  readonly reason?: string;
  readonly range?: { readonly from: string | null; readonly to: string | null };
}) {
  const sent: string[] = [];
  const inputs: unknown[] = [];
  const time = { now: Date.parse('2026-01-02T00:00:00Z') };
  const [states, looks] = [[...options.states], [...options.looks]];
  const eventBridge = {
    async send(command: { readonly input: unknown }) {
      sent.push(command.constructor.name);
      inputs.push(command.input);
      const State = states.length > 1 ? states.shift() : states[0];
      return { State, StateReason: options.reason };
    },
  } as unknown as EventBridgeClient;
  const queue = {
    waiting: async () => 0,
    async take() {
      time.now += 1_000;
      return (looks.length > 1 ? looks.shift() : looks[0]) ?? NOTHING;
    },
  };
  const running = runReplay({
    ...{ eventBridge, queue, tell() {}, newReplayName: () => 'r', now: () => time.now },
    ...{ range: options.range ?? { from: null, to: null }, lookSeconds: 1, patienceSeconds: options.patienceSeconds ?? 60 },
    archive: { $metadata: {}, ArchiveName: 'a', CreationTime: new Date('2026-01-01T00:00:00Z') },
    rule: { ruleName: 'rule', ruleArn: 'arn:rule', queueArn: 'arn:queue' },
  });
  const events = await running.then(
    (found) => found.map((archived) => (archived.kind === 'other' ? archived.delivery.id : archived.event.id)),
    (error: unknown) => error,
  );
  return { events, sent, inputs };
}

// The state that StartReplay itself answers is the first.
describe('a replay', () => {
  it('is over when EventBridge says so and the queue has had nothing for two looks', async () => {
    const { events, sent } = await play({
      states: ['STARTING', 'RUNNING', 'COMPLETED'],
      looks: [NOTHING, lookOf('a'), NOTHING, NOTHING, lookOf('b'), NOTHING, NOTHING, lookOf('too late')],
    });
    expect(events).toEqual(['a', 'b']);
    expect(sent).toEqual(['StartReplayCommand', 'DescribeReplayCommand', 'DescribeReplayCommand']);
  });

  it('goes on while others hold the queue busy', async () => {
    const { events } = await play({
      states: ['STARTING', 'COMPLETED'],
      looks: [NOTHING, { received: 10, deliveries: [] }, NOTHING, lookOf('a'), NOTHING, NOTHING],
    });
    expect(events).toEqual(['a']);
  });

  it.each(['FAILED', 'CANCELLED'])('that is %s says why', async (state) => {
    const { events } = await play({ states: ['STARTING', state], looks: [NOTHING], reason: 'no right on the bus' });
    expect(events).toBeInstanceOf(UsageError);
    expect(String(events)).toContain(`the replay r is ${state}: no right on the bus`);
  });

  it('that takes too long is called off', async () => {
    const { events, sent } = await play({ states: ['RUNNING'], looks: [lookOf('a'), NOTHING], patienceSeconds: 5 });
    expect(String(events)).toContain('was called off: it was not over in time, 1 events had come (--wait)');
    expect(sent.at(-1)).toBe('CancelReplayCommand');
  });

  it('asks for a little more than is wanted, and gives what is wanted to the millisecond', async () => {
    const range = { from: '2026-01-01T10:00:00.000Z', to: '2026-01-01T11:00:00.000Z' };
    const deliveries = ['09:59:59Z', '10:00:00Z', '10:59:59Z', '11:00:00Z'].map((time) => delivery(time, `2026-01-01T${time}`));
    const { events, inputs } = await play({
      states: ['STARTING', 'COMPLETED'],
      looks: [{ received: 4, deliveries }, NOTHING, NOTHING],
      range,
    });
    expect(events).toEqual(['10:00:00Z', '10:59:59Z']);
    const [EventStartTime, EventEndTime] = [new Date('2026-01-01T09:59:00Z'), new Date('2026-01-01T11:01:00Z')];
    expect(inputs[0]).toMatchObject({ EventStartTime, EventEndTime, Destination: { FilterArns: ['arn:rule'] } });
  });

  it('of a time that is empty or still to come is not begun', async () => {
    const range = { from: '2026-01-03T00:00:00.000Z', to: null };
    const { events, sent } = await play({ states: ['STARTING'], looks: [NOTHING], range });
    expect(String(events)).toContain('nothing can be archived between 2026-01-03T00:00:00.000Z and 2026-01-02T00:00:00.000Z');
    expect(sent).toEqual([]);
  });
});
