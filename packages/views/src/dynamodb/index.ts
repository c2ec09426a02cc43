export { createDynamoDbViewStore } from './dynamodb-view-store.ts';
export { createProductionViewStore } from './production-view-store.ts';
export { viewsTable } from './table.ts';
