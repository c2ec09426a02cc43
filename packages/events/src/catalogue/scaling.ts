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

/**
 * Launches and samples above 90 % of capacity, own ones beside those of a plain target, fading over a week: what sizing by price
 * is kept in check by.
 */
export const sizingAccount = () =>
  z.strictObject({
    launches: z.strictObject({
      own: quantity,
      plain: quantity,
      plainWorkers: count,
      wishes: z.array(count).max(6).describe('of the plain target, the newest first'),
    }),
    heat: z.strictObject({ own: quantity, plain: quantity, plainServing: count }),
  });
export type SizingAccount = z.output<ReturnType<typeof sizingAccount>>;

/** All that an evaluation needs to remember of those before it. Carried in each ScaleDecided, so that one event is enough to go on. */
export const scalingMemory = () =>
  z.strictObject({
    samplePosition: z.number().int().min(0).describe('in the metrics stream; older samples are not evaluated again'),
    streaks: z.record(z.string(), streak()),
    changes: z.array(change()).max(20).describe('recent ups and downs, oldest first: cooldowns and the flap guard'),
    account: sizingAccount().nullable().describe('null: sizing is by thresholds'),
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
    demand: z
      .strictObject({
        learnedId: z.string().nullable().describe('of the DemandLearned that it goes on from; null: from nothing'),
        from: position.describe('in the metrics stream: the first sample taken in since; the last one is the sample itself'),
      })
      .nullable()
      .describe('what the demand model was made of; null: none was asked'),
  }),
  signals: z.array(signalEvidence()),
  guards: z.array(guardEvidence()),
  memory: scalingMemory(),
});

/** Before the second version no demand model was asked. */
const withoutDemand = (data: unknown) => {
  const { basis, memory } = data as { readonly basis: object; readonly memory: object };
  return { ...(data as object), basis: { ...basis, demand: null }, memory: { ...memory, account: null } };
};

export const scaleDecided = defineEvent({
  type: 'ScaleDecided',
  schemaVersion: 2,
  category: 'scaling',
  description: 'An evaluation was made: up, down or hold, with everything it rested on.',
  data: () => z.strictObject(decision()),
  upcasters: [{ fromVersion: 1, upcast: withoutDemand }],
});

export const shadowDecided = defineEvent({
  type: 'ShadowDecided',
  schemaVersion: 2,
  category: 'scaling',
  description: 'A policy that is only watched decided beside the one in force.',
  data: () => z.strictObject({ policyName: z.string(), ...decision() }),
  upcasters: [{ fromVersion: 1, upcast: withoutDemand }],
});

export const demandLearned = defineEvent({
  type: 'DemandLearned',
  schemaVersion: 1,
  category: 'scaling',
  description:
    'What the demand model knows by now was written down, so that decisions after it can be taken again when old samples are gone.',
  data: () =>
    z.strictObject({
      checkpoint: position.describe('position in the metrics stream of the last sample taken in'),
      state: z.string().max(200_000).describe('the model as JSON'),
    }),
});
