import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { timestamp } from '../timestamp.ts';
import { capacityType, count, position, quantity, text } from './quantities.ts';

/** Why a worker comes or goes. */
export const launchCause = () => z.enum(['scale-up', 'replacement', 'repair', 'adoption']);
export const drainCause = () => z.enum(['scale-down', 'interruption', 'rebalance', 'join-timeout', 'repair']);

const plannedLaunch = () =>
  z.strictObject({
    launchId: z.string().describe('EC2 ClientToken and tag of the launch: the same plan launches the same instance once'),
    zone: z.string(),
    capacityType,
    replaces: z.string().nullable().describe('instance that this one stands in for'),
  });
export type PlannedLaunch = z.output<ReturnType<typeof plannedLaunch>>;

export const scalePlanned = defineEvent({
  type: 'ScalePlanned',
  schemaVersion: 1,
  category: 'fleet',
  description: 'What will be launched and drained was settled, before anything was asked of EC2.',
  data: () =>
    z.strictObject({
      operationId: z.string().describe('the decision or notice that is carried out, or the sample that showed what to repair'),
      decisionPosition: position.nullable().describe('in the scaling stream; null when no decision asked for it'),
      cause: z.enum(['scale-up', 'scale-down', 'replacement', 'repair']),
      reason: text,
      workersBefore: count,
      launches: z.array(plannedLaunch()),
      victims: z.array(z.string()).describe('instance ids'),
    }),
});

export const scaleCompleted = defineEvent({
  type: 'ScaleCompleted',
  schemaVersion: 1,
  category: 'fleet',
  description: 'Everything that was planned has joined, gone or failed.',
  data: () =>
    z.strictObject({
      operationId: z.string(),
      cause: z.enum(['scale-up', 'scale-down', 'replacement', 'repair']),
      reason: text,
      added: z.array(z.strictObject({ instanceId: z.string(), zone: z.string(), capacityType })),
      removed: z.array(z.strictObject({ instanceId: z.string(), zone: z.string(), capacityType })),
      failed: count.describe('launches or drains of the plan that came to nothing'),
      workersAfter: count,
      seconds: quantity,
    }),
});

export const scaleRefused = defineEvent({
  type: 'ScaleRefused',
  schemaVersion: 1,
  category: 'fleet',
  description: 'A decision was not carried out because it no longer fitted the fleet.',
  data: () =>
    z.strictObject({
      decisionId: z.string(),
      decisionPosition: position,
      code: z.enum(['stale', 'operation-in-flight', 'already-at-size', 'no-victim', 'no-offering', 'out-of-bounds']),
      message: text,
    }),
});

export const nodeLaunched = defineEvent({
  type: 'NodeLaunched',
  schemaVersion: 1,
  category: 'fleet',
  description: 'EC2 started an instance that is to become a worker. Billing begins here.',
  data: () =>
    z.strictObject({
      launchId: z.string(),
      instanceId: z.string(),
      nodeName: z.string(),
      cause: launchCause(),
      zone: z.string(),
      capacityType,
      instanceType: z.string(),
      pricePerHourUsd: quantity,
      launchedAt: timestamp,
      joinBy: timestamp,
      replaces: z.string().nullable(),
    }),
});

export const launchFailed = defineEvent({
  type: 'LaunchFailed',
  schemaVersion: 1,
  category: 'fleet',
  description: 'A planned launch was given up after every allowed offering was tried.',
  data: () =>
    z.strictObject({
      launchId: z.string(),
      zone: z.string(),
      capacityType,
      code: z.string().describe("EC2's own code, such as InsufficientInstanceCapacity"),
      message: text,
      attempts: count,
    }),
});

export const offeringUnavailable = defineEvent({
  type: 'OfferingUnavailable',
  schemaVersion: 1,
  category: 'fleet',
  description: 'An offering has no capacity for now and is left alone until a given time.',
  data: () =>
    z.strictObject({
      instanceType: z.string().nullable().describe('null: every type of the policy'),
      zone: z.string(),
      capacityType,
      code: z.string(),
      until: timestamp,
    }),
});

export const nodeJoined = defineEvent({
  type: 'NodeJoined',
  schemaVersion: 1,
  category: 'fleet',
  description: 'A launched worker is Ready in the cluster, in time or before it was terminated for being late.',
  data: () => z.strictObject({ instanceId: z.string(), nodeName: z.string(), afterSeconds: quantity }),
});

export const nodeJoinTimedOut = defineEvent({
  type: 'NodeJoinTimedOut',
  schemaVersion: 1,
  category: 'fleet',
  description:
    'A launched worker was not Ready in time. Its offering is left alone, and it will be terminated unless it joins first.',
  data: () => z.strictObject({ instanceId: z.string(), afterSeconds: quantity }),
});

export const nodeDrainStarted = defineEvent({
  type: 'NodeDrainStarted',
  schemaVersion: 1,
  category: 'fleet',
  description: 'A worker was cordoned and its pods are being evicted. It no longer counts as capacity.',
  data: () => z.strictObject({ instanceId: z.string(), cause: drainCause(), startedAt: timestamp, deadline: timestamp }),
});

export const nodeDrained = defineEvent({
  type: 'NodeDrained',
  schemaVersion: 1,
  category: 'fleet',
  description: 'No pod that had to move is left on the worker.',
  data: () => z.strictObject({ instanceId: z.string(), evictedPods: count, forcedPods: count, seconds: quantity }),
});

export const nodeDrainFailed = defineEvent({
  type: 'NodeDrainFailed',
  schemaVersion: 1,
  category: 'fleet',
  description: 'A drain was given up in time; the worker is uncordoned and counts again.',
  data: () =>
    z.strictObject({ instanceId: z.string(), message: text, blockedBy: z.array(z.string()).describe('namespace/pod') }),
});

export const nodeTerminated = defineEvent({
  type: 'NodeTerminated',
  schemaVersion: 1,
  category: 'fleet',
  description: 'The instance is shutting down or gone. Billing ends here.',
  data: () => z.strictObject({ instanceId: z.string(), cause: drainCause(), terminatedAt: timestamp, aliveSeconds: quantity }),
});

export const nodeLost = defineEvent({
  type: 'NodeLost',
  schemaVersion: 1,
  category: 'fleet',
  description: 'A worker disappeared without being asked to.',
  data: () => z.strictObject({ instanceId: z.string(), lostAt: timestamp, aliveSeconds: quantity, evidence: text }),
});

export const nodeAtRisk = defineEvent({
  type: 'NodeAtRisk',
  schemaVersion: 1,
  category: 'fleet',
  description: 'EC2 may take a worker soon. It gets no new pods; once it has a stand-in, that counts as capacity in its place.',
  data: () =>
    z.strictObject({
      instanceId: z.string(),
      warningId: z.string().describe('the SpotWarning'),
      until: timestamp.describe('when the risk has passed if nothing follows'),
    }),
});

export const nodeRiskPassed = defineEvent({
  type: 'NodeRiskPassed',
  schemaVersion: 1,
  category: 'fleet',
  description: 'EC2 did not take a worker that was at risk. It is uncordoned and counts again.',
  data: () => z.strictObject({ instanceId: z.string() }),
});

export const nodeReplacementScheduled = defineEvent({
  type: 'NodeReplacementScheduled',
  schemaVersion: 1,
  category: 'fleet',
  description: 'A worker has to be exchanged for another one by a given time. Launched first, drained then.',
  data: () =>
    z.strictObject({
      instanceId: z.string(),
      noticeId: z.string().describe('the MaintenanceScheduled'),
      reason: text,
      dueAt: timestamp,
    }),
});

export const zoneShifted = defineEvent({
  type: 'ZoneShifted',
  schemaVersion: 1,
  category: 'fleet',
  description: 'A zone failed while others did not: it gets no new workers until a given time. Those that are there stay.',
  data: () => z.strictObject({ zone: z.string(), reason: text, until: timestamp }),
});

export const priceRecorded = defineEvent({
  type: 'PriceRecorded',
  schemaVersion: 1,
  category: 'fleet',
  description: 'An hour of an offering costs something else than was recorded so far, or what was not known is known now.',
  data: () =>
    z.strictObject({
      instanceType: z.string(),
      zone: z.string(),
      capacityType,
      pricePerHourUsd: z.number().positive(),
      from: timestamp.describe('may lie in the past, which is rated anew then'),
      to: timestamp.nullable().describe('null: until another price is recorded'),
      source: z
        .enum(['observed', 'correction'])
        .describe(
          'observed: what EC2 or the price list says of workers that run; correction: by a person, goes before all that is observed',
        ),
      note: text,
    }),
});
