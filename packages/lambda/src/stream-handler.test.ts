import { describe, expect, it } from 'vitest';
import type { InvocationContext } from './invocation.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { streamHandler } from './stream-handler.ts';

const context: InvocationContext = { awsRequestId: 'request-1', functionName: 'relay', getRemainingTimeInMillis: () => 1_000 };

/** Records such as `a1`: of partition a. `!` is poison, `-` is to be ignored. */
function setUp(failing: readonly string[] = []) {
  const batches: string[][] = [];
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
      return items.flatMap((item, index) => (failing.includes(item) ? [index] : []));
    },
  });
  const run = async (...items: string[]) => {
    const Records = items.map((item) => ({
      dynamodb: { SequenceNumber: `sequence of ${item}`, NewImage: { item: { S: item } } },
    }));
    const { batchItemFailures } = (await handler({ Records }, context)) as { batchItemFailures: { itemIdentifier: string }[] };
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier.replace('sequence of ', ''));
  };
  return { batches, telemetry, run };
}

describe('a batch of stream records', () => {
  it('is handled in order, without those to be ignored', async () => {
    const { batches, run } = setUp();
    expect(await run('a1', '-', 'b1', 'a2')).toEqual([]);
    expect(batches).toEqual([['a1', 'b1', 'a2']]);
  });

  it('reports what failed and the later ones of its partition, no others', async () => {
    const { run } = setUp(['a2']);
    expect(await run('a1', 'b1', 'a2', 'b2', 'a3')).toEqual(['a2', 'a3']);
  });

  it('passes over a poison record, which it counts and tells, and the rest goes on', async () => {
    const { batches, telemetry, run } = setUp();
    expect(await run('a1', '!', 'a2')).toEqual([]);
    expect(telemetry.lines[0]).toMatchObject({
      level: 'error',
      message: 'stream record sequence of ! cannot be read: damaged',
    });
    expect(batches).toEqual([['a1', 'a2']]);
    expect(telemetry.counts).toEqual({ PoisonRecords: 1 });
  });

  it('of nothing to do calls nobody', async () => {
    const { batches, run } = setUp();
    expect(await run('-', '-')).toEqual([]);
    expect(await run()).toEqual([]);
    expect(batches).toEqual([]);
  });
});
