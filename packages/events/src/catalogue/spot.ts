import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { timestamp } from '../timestamp.ts';
import { count, quantity, text } from './quantities.ts';

export const spotWarning = defineEvent({
  type: 'SpotWarning',
  schemaVersion: 1,
  category: 'spot',
  description: 'EC2 announced that it may take (rebalance) or will take (interruption) one of our Spot workers.',
  data: () =>
    z.strictObject({
      kind: z.enum(['interruption', 'rebalance']),
      instanceId: z.string(),
      nodeName: z.string(),
      zone: z.string(),
      instanceType: z.string(),
      noticedAt: timestamp.describe("the notice's own time"),
      deadline: timestamp.nullable().describe('when the instance is taken; null for a rebalance recommendation'),
      action: z.enum(['terminate', 'stop', 'hibernate']).nullable(),
      source: z.enum(['aws.ec2', 'smartscale.drill']),
    }),
});

export const interruptionDrained = defineEvent({
  type: 'InterruptionDrained',
  schemaVersion: 1,
  category: 'spot',
  description: 'The drain of an interrupted worker ended, one way or the other.',
  data: () =>
    z.strictObject({
      warningId: z.string(),
      instanceId: z.string(),
      outcome: z.enum(['drained', 'deadline', 'node-gone']),
      evictedPods: count,
      forcedPods: count,
      leftPods: z.array(z.string()).describe('namespace/pod'),
      seconds: quantity,
      message: text,
    }),
});

export const instanceStopped = defineEvent({
  type: 'InstanceStopped',
  schemaVersion: 1,
  category: 'spot',
  description: 'EC2 says that the machine of a worker that the fleet counted on has stopped or ended.',
  data: () =>
    z.strictObject({
      instanceId: z.string(),
      nodeName: z.string(),
      zone: z.string(),
      state: z.enum(['stopping', 'stopped', 'shutting-down', 'terminated']),
      noticedAt: timestamp.describe("the notice's own time"),
      source: z.enum(['aws.ec2', 'smartscale.drill']),
    }),
});

export const maintenanceScheduled = defineEvent({
  type: 'MaintenanceScheduled',
  schemaVersion: 1,
  category: 'spot',
  description: 'AWS announced work on the machine of one of our workers: a reboot, a stop or its retirement.',
  data: () =>
    z.strictObject({
      instanceId: z.string(),
      nodeName: z.string(),
      zone: z.string(),
      maintenanceId: z.string().describe('ARN of the AWS Health event'),
      code: z.string().describe('such as AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED'),
      startsAt: timestamp,
      noticedAt: timestamp.describe("the notice's own time"),
      source: z.enum(['aws.health', 'smartscale.drill']),
    }),
});
