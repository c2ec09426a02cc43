import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { VirtualClock } from '@smartscale/runtime';
import type { UsageBook } from './usage.ts';

type Consumed = { readonly CapacityUnits?: number };

const WRITING = ['PutItem', 'TransactWriteItems'];

/** A client whose requests, and the capacity that DynamoDB says they took, indexes included, are booked. Time stands still meanwhile. */
export function countedDynamoDb(client: DynamoDBClient, book: UsageBook, clock: VirtualClock): DynamoDBDocumentClient {
  const documentClient = DynamoDBDocumentClient.from(client);
  documentClient.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (given) => {
        const usage = book.current();
        const command = String(commandName).replace('Command', '');
        const answering = next({ ...given, input: { ...given.input, ReturnConsumedCapacity: 'TOTAL' } });
        clock.hold(answering);
        const answer = await answering;
        if (usage === undefined) return answer;
        const { ConsumedCapacity: consumed } = answer.output as { ConsumedCapacity?: Consumed | readonly Consumed[] };
        const units = [consumed ?? []].flat().reduce((sum, { CapacityUnits = 0 }: Consumed) => sum + CapacityUnits, 0);
        usage.requests[command] = (usage.requests[command] ?? 0) + 1;
        if (WRITING.includes(command)) usage.writeUnits += units;
        else usage.readUnits += units;
        return answer;
      },
    { step: 'initialize', name: 'count-capacity' },
  );
  return documentClient;
}
