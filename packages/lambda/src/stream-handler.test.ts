import { describe, expect, it } from 'vitest';
import type { InvocationContext } from './invocation.ts';
import type { PoisonRecord } from './poison-record.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { streamHandler } from './stream-handler.ts';

const context: InvocationContext = { awsRequestId: 'request-1', functionName: 'relay', getRemainingTimeInMillis: () => 1_000 };

/** Records such as `a1`: of partition a. `!` cannot be read, `-` is to be ignored; `refused` can never be handled. */
function setUp({ failing = [], refused = [], isQueueDown = false }: Partial<Troubles> = {}) {
  const batches: string[][] = [];
  const aside: PoisonRecord[] = [];
  const telemetry = recordingTelemetry();
  const handler = streamHandler<string>({
    service: 's',
    telemetry,
    read({ dynamodb }) {
      const item = dynamodb?.NewImage?.['item']?.S ?? '';
      if (item.startsWith('!')) throw new Error('damaged');
      return item === '-' ? 'ignored' : { partition: item.charAt(0), item };
    },
    handle: async (items) => {
      batches.push([...items]);
      return {
        failed: items.flatMap((item, index) => (failing.includes(item) ? [index] : [])),
        poison: items.flatMap((item, index) => (refused.includes(item) ? [{ index, problem: 'no JSON' }] : [])),
      };
    },
    async setAside(poison) {
      if (isQueueDown) throw new Error('the queue is down');
      aside.push(poison);
    },
  });
  const run = async (...items: string[]) => {
    const Records = items.map((item) => ({
      dynamodb: { SequenceNumber: `sequence of ${item}`, Keys: { pk: { S: item } }, NewImage: { item: { S: item } } },
    }));
    const { batchItemFailures } = (await handler({ Records }, context)) as { batchItemFailures: { itemIdentifier: string }[] };
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier.replace('sequence of ', ''));
  };
  const setAside = () => aside.map(({ sequenceNumber }) => sequenceNumber.replace('sequence of ', ''));
  return { batches, aside, setAside, telemetry, run };
}

type Troubles = { readonly failing: readonly string[]; readonly refused: readonly string[]; readonly isQueueDown: boolean };

describe('a batch of stream records', () => {
  it('is handled in order, without those to be ignored', async () => {
    const { batches, run } = setUp();
    expect(await run('a1', '-', 'b1', 'a2')).toEqual([]);
    expect(batches).toEqual([['a1', 'b1', 'a2']]);
  });

  it('reports what failed and the later ones of its partition, no others', async () => {
    const { run } = setUp({ failing: ['a2'] });
    expect(await run('a1', 'b1', 'a2', 'b2', 'a3')).toEqual(['a2', 'a3']);
  });

  it('sets a record aside that cannot be read, counts and tells it, and the rest goes on', async () => {
    const { batches, aside, telemetry, run } = setUp();
    expect(await run('a1', '!', 'a2')).toEqual([]);
    expect(batches).toEqual([['a1', 'a2']]);
    expect(aside).toEqual([
      {
        service: 's',
        sequenceNumber: 'sequence of !',
        keys: { pk: { S: '!' } },
        problem: 'it cannot be read: damaged',
        record: expect.objectContaining({ dynamodb: expect.objectContaining({ NewImage: { item: { S: '!' } } }) }),
      },
    ]);
    expect(telemetry.lines).toMatchObject([
      {
        level: 'error',
        message: 'stream record sequence of ! is set aside: it cannot be read: damaged',
        facts: { keys: { pk: { S: '!' } } },
      },
    ]);
    expect(telemetry.counts).toEqual({ PoisonRecords: 1 });
  });

  it('sets an item aside that can never be handled, and the rest of its partition goes on', async () => {
    const { aside, telemetry, run } = setUp({ refused: ['a1'] });
    expect(await run('a1', 'a2', 'b1')).toEqual([]);
    expect(aside).toMatchObject([{ sequenceNumber: 'sequence of a1', problem: 'no JSON', keys: { pk: { S: 'a1' } } }]);
    expect(telemetry.counts).toEqual({ PoisonRecords: 1 });
  });

  it('reports a record that could not be set aside, so that it comes again', async () => {
    const { telemetry, run } = setUp({ refused: ['a1'], isQueueDown: true });
    expect(await run('a1', '!', 'a2')).toEqual(['a1', '!']);
    expect(telemetry.lines[0]).toMatchObject({
      level: 'error',
      message: 'stream record sequence of a1 could not be set aside and is tried again: the queue is down',
    });
    expect(telemetry.counts).toEqual({ PoisonRecords: 1 });
  });

  it('leaves poison that lies behind a failure until the failure is over: Lambda brings both again', async () => {
    const { setAside, telemetry, run } = setUp({ failing: ['b1'] });
    expect(await run('!1', 'b1', '!2', 'a2')).toEqual(['b1', '!2']);
    expect(setAside()).toEqual(['!1']);
    expect(telemetry.counts).toEqual({ PoisonRecords: 1 });
  });

  it('of nothing to do calls nobody', async () => {
    const { batches, run } = setUp();
    expect(await run('-', '-')).toEqual([]);
    expect(await run()).toEqual([]);
    expect(batches).toEqual([]);
  });
});
