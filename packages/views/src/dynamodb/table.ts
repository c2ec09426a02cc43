import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { ViewOwner } from '../view-store.ts';

/** Names of the key attributes, as the template of infra/event-backbone has them. Both are strings. */
export const PARTITION = 'pk';
export const SORT = 'sk';

/** The views table as CreateTable wants it. */
export function viewsTable(tableName: string): CreateTableCommandInput {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: PARTITION, AttributeType: 'S' },
      { AttributeName: SORT, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: PARTITION, KeyType: 'HASH' },
      { AttributeName: SORT, KeyType: 'RANGE' },
    ],
  };
}

/** Key of a projection's progress: `<clusterId>#<projection>`, `progress`. */
export function progressKey(owner: ViewOwner) {
  return { [PARTITION]: partitionOf(owner), [SORT]: 'progress' };
}

/** Key of a view: beside its progress, `view#<name>`. */
export function viewKey(owner: ViewOwner, name: string) {
  return { [PARTITION]: partitionOf(owner), [SORT]: `view#${name}` };
}

/** A cluster id has no `#`. */
function partitionOf({ clusterId, projection }: ViewOwner): string {
  return `${clusterId}#${projection}`;
}
