import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ViewStore } from '../view-store.ts';
import { createDynamoDbViewStore } from './dynamodb-view-store.ts';

/** Tries in all, with the SDK's exponential backoff between them. */
const MAX_ATTEMPTS = 5;
const CONNECTION_TIMEOUT_MILLISECONDS = 1_000;
const REQUEST_TIMEOUT_MILLISECONDS = 3_000;

/** The store as Lambda uses it: region, credentials and endpoint from the AWS environment, bounded retries and timeouts. */
export function createProductionViewStore(tableName: string): ViewStore {
  const client = new DynamoDBClient({
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
      requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
      throwOnRequestTimeout: true,
    },
  });
  return createDynamoDbViewStore({ documentClient: DynamoDBDocumentClient.from(client), tableName });
}
