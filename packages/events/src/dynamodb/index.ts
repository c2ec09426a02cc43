export { createDynamoDbEventStore, type DynamoDbEventStoreOptions } from './dynamodb-event-store.ts';
export { type EventItem, eventOf, isEventItem, itemOf, itemOfImage } from './item.ts';
export { createProductionEventStore } from './production-event-store.ts';
export { DEFAULT_RETENTION_DAYS, expireRoutine, type RetentionDaysOf } from './retention.ts';
export { ATTRIBUTES, DAY_INDEX, eventTable } from './table.ts';
