import * as z from 'zod';
import { defineEvent } from '../define-event.ts';
import { timestamp } from '../timestamp.ts';
import { count, position, quantity, text } from './quantities.ts';

/** What one signal saw and wants. `desiredWorkers` is null when it abstains. */
export const signalEvidence = () =>
  z.strictObject({
    name: z.string(),
    value: z.number().nullable().describe('as measured; null when absent'),
    threshold: z.number().nullable(),
    unit: z.string(),
    desiredWorkers: count.nullable(),
    verdict: z.enum(['up', 'hold', 'down', 'abstain']),
    because: text.describe('one clause for people'),
    flip: text.nullable().describe('the nearest change of input that would change the verdict'),
  });
export type SignalEvidence = z.output<ReturnType<typeof signalEvidence>>;

export const guardEvidence = () =>
  z.strictObject({
    name: z.string(),
    verdict: z.enum(['pass', 'block']),
    because: text.nullable().describe('only when it blocks'),
  });
export type GuardEvidence = z.output<ReturnType<typeof guardEvidence>>;

/** How many samples in a row, and since when, a signal has been beyond its threshold. */
export const streak = () => z.strictObject({ samples: count, since: timestamp });
export type Streak = z.output<ReturnType<typeof streak>>;

const change = () => z.strictObject({ decisionPosition: position, at: timestamp, action: z.enum(['up', 'down']) });

/** All that an evaluation needs to remember of those before it. Carried in each ScaleDecided, so that one event is enough to go on. */
export const scalingMemory = () =>
  z.strictObject({
    samplePosition: z.number().int().min(0).describe('in the metrics stream; older samples are not evaluated again'),
    streaks: z.record(z.string(), streak()),
    changes: z.array(change()).max(20).describe('recent ups and downs, oldest first: cooldowns and the flap guard'),
  });
export type ScalingMemory = z.output<ReturnType<typeof scalingMemory>>;

const decision = () => ({
  action: z.enum(['up', 'down', 'hold']),
  from: count.describe('workers alive or on their way'),
  to: count.describe('workers wanted'),
  decidedBy: z.string().describe('the signal or guard that settled it'),
  reason: text.describe('one sentence for people, such as "CPU 78 % above 70 % for 2 samples"'),
  basis: z.strictObject({
    now: timestamp,
    intervalSeconds: quantity.describe('of the sample: how long the decision is good for, as the next one is due by then'),
    sampleId: z.string(),
    samplePosition: position,
    fleetPosition: z.number().int().min(0),
    policyVersion: z.number().int().min(0).describe('0: none adopted'),
    forecast: z.strictObject({ forecastId: z.string(), checkpoint: z.number().int().min(0) }).nullable(),
  }),
  signals: z.array(signalEvidence()),
  guards: z.array(guardEvidence()),
  memory: scalingMemory(),
});

export const scaleDecided = defineEvent({
  type: 'ScaleDecided',
  schemaVersion: 1,
  category: 'scaling',
  description: 'An evaluation was made: up, down or hold, with everything it rested on.',
  data: () => z.strictObject(decision()),
});

export const shadowDecided = defineEvent({
  type: 'ShadowDecided',
  schemaVersion: 1,
  category: 'scaling',
  description: 'A policy that is only watched decided beside the one in force.',
  data: () => z.strictObject({ policyName: z.string(), ...decision() }),
});

export const forecastMade = defineEvent({
  type: 'ForecastMade',
  schemaVersion: 1,
  category: 'scaling',
  description: 'Demand was foreseen for one or more moments ahead.',
  data: () =>
    z.strictObject({
      forecaster: z.string(),
      madeAt: timestamp,
      checkpoint: z.number().int().min(0).describe('position in the metrics stream up to which history was used'),
      mode: z.enum(['active', 'watching']),
      because: text,
      horizons: z.array(
        z.strictObject({
          at: timestamp,
          quantiles: z.array(z.strictObject({ probability: z.number().min(0).max(1), cores: quantity, bytes: quantity })),
        }),
      ),
    }),
});

export const forecastScored = defineEvent({
  type: 'ForecastScored',
  schemaVersion: 1,
  category: 'scaling',
  description: 'A forecast was compared with what came.',
  data: () =>
    z.strictObject({
      forecastId: z.string(),
      forecaster: z.string(),
      at: timestamp,
      cores: quantity,
      pinballLoss: quantity,
      covered: z.boolean(),
      overProvisionedWorkerHours: quantity,
      underProvisionedWorkerHours: quantity,
    }),
});
