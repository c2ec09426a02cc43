import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EventStore } from '../event-store.ts';
import { createDynamoDbEventStore } from './dynamodb-event-store.ts';
import { expireRoutine, type RetentionDaysOf } from './retention.ts';

/** Tries in all, with the SDK's exponential backoff between them: about two seconds of patience. */
const MAX_ATTEMPTS = 5;
const CONNECTION_TIMEOUT_MILLISECONDS = 1_000;
const REQUEST_TIMEOUT_MILLISECONDS = 3_000;

/**
 * The store as the Lambdas and the CLI use it: region, credentials and endpoint from the AWS environment, connections kept
 * alive between invocations, bounded retries and timeouts. Samples and holds expire after 30 days unless told otherwise.
 */
export function createProductionEventStore(options: {
  readonly tableName: string;
  readonly now: () => number;
  readonly retentionDaysOf?: RetentionDaysOf;
}): EventStore {
  const client = new DynamoDBClient({
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
      requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
      throwOnRequestTimeout: true,
    },
  });
  return createDynamoDbEventStore({
    retentionDaysOf: expireRoutine(),
    ...options,
    documentClient: DynamoDBDocumentClient.from(client),
  });
}
