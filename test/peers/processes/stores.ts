import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventStore } from '@smartscale/events';
import { eventTable } from '@smartscale/events/dynamodb';
import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoDbPeer, type LocalDynamoDb, startDynamoDb } from '../dynamodb/index.ts';
import { describeWithPeer } from '../peer.ts';
import { openStore, type StoreAddress } from './open-store.ts';

export type SharedStore = { readonly address: StoreAddress; readonly store: EventStore };

/** The same tests on each store that several processes may share, each with an empty one. */
export function describeOnSharedStores(title: string, tests: (fresh: () => Promise<SharedStore>) => void): void {
  describe(`${title}, on SQLite`, () => {
    const folders: string[] = [];
    afterAll(() => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });
    tests(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'smartscale-race-'));
      folders.push(folder);
      const address = { sqlite: join(folder, 'fleet.db') };
      return { address, store: openStore(address) };
    });
  });

  describeWithPeer(dynamoDbPeer, `${title}, on DynamoDB`, () => {
    let peer: LocalDynamoDb;
    let tables = 0;
    const before = { ...process.env };
    beforeAll(async () => {
      peer = await startDynamoDb();
      const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'ap-south-1' };
      Object.assign(process.env, credentials, { AWS_ENDPOINT_URL_DYNAMODB: peer.endpoint });
    });
    afterAll(async () => {
      process.env = before;
      await peer?.stop();
    });
    tests(async () => {
      tables += 1;
      const address = { table: `events-${tables}` };
      const client = new DynamoDBClient({});
      await client.send(new CreateTableCommand(eventTable(address.table)));
      client.destroy();
      return { address, store: openStore(address) };
    });
  });
}
