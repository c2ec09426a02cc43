import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { ObservingTelemetry } from './invocation-telemetry.ts';

/** The namespace of all our metrics in CloudWatch. Their dimensions are `service` and `cluster`: alarms name both. */
export const METRICS_NAMESPACE = 'SmartScale';

/**
 * Production telemetry: JSON lines and metrics in CloudWatch's Embedded Metric Format, both on stdout, so that a function in a
 * VPC without a way out needs no endpoint for them. Metrics leave when the invocation ends.
 */
export function powertoolsTelemetry(service: string, { clusterId }: { readonly clusterId: string }): ObservingTelemetry {
  const logger = new Logger({ serviceName: service });
  const defaultDimensions = { cluster: clusterId };
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName: service, defaultDimensions });
  return {
    info: (message, facts) => logger.info(message, extraKeys(facts)),
    warn: (message, facts) => logger.warn(message, extraKeys(facts)),
    error: (message, facts) => logger.error(message, extraKeys(facts)),
    count: (name, value = 1) => void metrics.addMetric(name, MetricUnit.Count, value),
    invocationStarted: (facts) => logger.appendKeys(extraKeys(facts)),
    invocationEnded() {
      logger.resetKeys();
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}

/** The logger has the service's name on each line already and warns of a second one. */
function extraKeys(facts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { service: _, ...extra } = facts;
  return extra;
}
