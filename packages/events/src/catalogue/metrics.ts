import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { timestamp } from '../timestamp.ts';
import { count, percent, podSize, quantity, text } from './quantities.ts';

export const metricsSampled = defineEvent({
  type: 'MetricsSampled',
  schemaVersion: 1,
  category: 'metrics',
  description: 'The load of the workers was read from Prometheus. What could not be read is null and named, never zero.',
  data: () =>
    z.strictObject({
      sampledAt: timestamp.describe('the tick of the schedule that this sample belongs to'),
      intervalSeconds: quantity,
      ageSeconds: quantity.describe('age of the oldest series used, at sampledAt'),
      missing: z.array(z.enum(['cpu', 'memory', 'pods', 'requests', 'application'])),
      workers: z.strictObject({
        ready: count,
        notReady: count,
        reporting: count.describe('workers whose node-exporter answered; percentages are over these'),
      }),
      cpu: z.strictObject({ percent, usedCores: quantity, allocatableCores: quantity }).nullable(),
      memory: z.strictObject({ percent, usedBytes: quantity, allocatableBytes: quantity }).nullable(),
      pods: z
        .strictObject({
          pending: count,
          unschedulable: count,
          unschedulableForSeconds: quantity.describe('age of the oldest unschedulable pod; 0 when there is none'),
          unschedulableSizes: z.array(podSize()),
        })
        .nullable(),
      requests: z
        .strictObject({
          cores: quantity.describe('sum over running pods on workers, without DaemonSets'),
          bytes: quantity,
          sizes: z.array(podSize()).describe('the same pods by size, largest first'),
          daemonsPerWorker: z.strictObject({ cores: quantity, bytes: quantity }),
          allocatablePerWorker: z.strictObject({ cores: quantity, bytes: quantity }).describe('of the smallest worker'),
        })
        .nullable(),
      application: z.array(z.strictObject({ name: z.string(), value: z.number().nullable() })),
    }),
});

export const metricsMissed = defineEvent({
  type: 'MetricsMissed',
  schemaVersion: 1,
  category: 'metrics',
  description: 'Prometheus gave no usable answer for this tick, retries included.',
  data: () =>
    z.strictObject({
      sampledAt: timestamp,
      intervalSeconds: quantity,
      reason: z.enum(['unreachable', 'timeout', 'unauthorized', 'http-error', 'bad-answer', 'empty']),
      message: text,
      attempts: count,
      consecutive: count.describe('misses in a row, this one included'),
    }),
});
