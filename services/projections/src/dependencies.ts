import { createProductionEventStore } from '@smartscale/events/dynamodb';
import { powertoolsTelemetry, systemClock } from '@smartscale/lambda';
import { createProductionViewStore } from '@smartscale/views/dynamodb';
import { readConfig } from './config.ts';
import type { Dependencies } from './handler.ts';

/** What the service runs on in Lambda. */
export function productionDependencies(): Dependencies {
  const { TABLE_NAME: tableName, CLUSTER_ID: clusterId, VIEWS_TABLE_NAME: viewsTableName } = readConfig(process.env);
  return {
    store: createProductionEventStore({ tableName, now: systemClock.now }),
    clusterId,
    clock: systemClock,
    telemetry: powertoolsTelemetry('projections', { clusterId }),
    views: createProductionViewStore(viewsTableName),
  };
}
