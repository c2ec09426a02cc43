import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { timestamp } from '../timestamp.ts';
import { count, quantity, text } from './quantities.ts';

export const spotWarning = defineEvent({
  type: 'SpotWarning',
  schemaVersion: 1,
  category: 'spot',
  description: 'EC2 announced that it may take (rebalance) or will take (interruption) one of our Spot workers.',
  data: z.strictObject({
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
  data: z.strictObject({
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
