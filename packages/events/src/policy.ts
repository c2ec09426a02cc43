import * as z from 'zod';
import { disruptionPolicy } from './disruption-policy.ts';
import { forecastPolicy } from './forecast-policy.ts';
import { sizingPolicy } from './sizing-policy.ts';
import { timestamp } from './timestamp.ts';

const percent = z.number().min(0).max(100);
const seconds = z.number().int().min(0).max(86_400);
const workers = z.number().int().min(0).max(1_000);
const samples = z.number().int().min(1).max(60);

const applicationSignal = () =>
  z
    .strictObject({
      name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'expected lower-case letters, digits and underscores'),
      query: z.string().min(1).max(2_000).describe('PromQL that answers one number'),
      unit: z.string().max(20),
      threshold: z.number().positive().describe('scale up above this, in `unit`'),
      sizing: z
        .enum(['step', 'per-worker'])
        .describe('step: one worker more; per-worker: `threshold` is what one worker can carry'),
      samples: samples.default(2),
      calmBelow: z.number().nullable().default(null).describe('agrees to a scale-down below this; null: half the threshold'),
    })
    .describe("One signal from the application's own /metrics");

const shiftedZone = () =>
  z.strictObject({
    zone: z.string().min(1),
    until: timestamp.nullable().default(null).describe('null: until it is restored'),
    drain: z.boolean().default(false).describe('move its workers to other zones, one by one'),
    reason: z.string().max(500).default(''),
  });

/**
 * Every knob of a fleet, with its default and its unit. The YAML file that people write has this shape. Made when it is first asked for,
 * as the schemas of the events are.
 */
export const policySchema = z.lazy(() => knobs().check(fitTogether));

export type Policy = z.output<typeof policySchema>;
export type ApplicationSignalPolicy = Policy['signals']['application'][number];

/** The policy that an empty file stands for. */
export function defaultPolicy(): Policy {
  return policySchema.parse({});
}

const knobs = () =>
  z.strictObject({
    workers: z
      .strictObject({ min: workers.default(2), max: workers.default(10) })
      .prefault({})
      .describe('Workers only; the K3s server is never counted'),
    mix: z
      .strictObject({
        onDemandBase: workers.default(2).describe('the first workers, always On-Demand'),
        spotPercentAboveBase: percent.default(70).describe('share of Spot among the workers above the base'),
      })
      .prefault({}),
    placement: z
      .strictObject({
        zones: z.array(z.string().min(1)).min(1).max(10).default(['ap-south-1a', 'ap-south-1b', 'ap-south-1c']),
        zonesShiftedAway: z
          .array(z.union([z.string(), shiftedZone()]))
          .default([])
          .describe('zones that get no new workers: a name, or a name with an end'),
        zoneShiftSeconds: seconds.default(900).describe('how long a failing zone gets no new workers; 0: not shifted'),
        zoneShiftMaxSeconds: seconds.default(14_400).describe('the longest that repetition doubles it to'),
        instanceTypes: z.array(z.string().min(1)).min(1).max(20).default(['t3.medium', 't3a.medium', 'm5.large', 'm6i.large']),
      })
      .prefault({}),
    evaluation: z
      .strictObject({
        maxSampleAgeSeconds: seconds.default(180).describe('an older sample is stale: no scale-down, no sizing'),
        maxNotReadyPercent: percent.default(34).describe('more NotReady workers than this: the cluster is unhealthy'),
      })
      .prefault({}),
    signals: signalKnobs().prefault({}),
    sizing: sizingPolicy().prefault({}),
    forecast: forecastPolicy().prefault({}),
    cooldown: z
      .strictObject({
        afterUpSeconds: seconds.default(300).describe('no second scale-up within this time'),
        afterDownSeconds: seconds.default(600).describe('no second scale-down within this time'),
      })
      .prefault({}),
    flap: z
      .strictObject({
        maxReversals: z.number().int().min(1).max(20).default(4).describe('changes of direction within the window'),
        windowSeconds: seconds.default(3_600),
      })
      .prefault({}),
    launch: z
      .strictObject({
        joinTimeoutSeconds: seconds.default(300),
        offeringMemorySeconds: seconds.default(180).describe('how long an offering without capacity is left alone'),
        offeringMemoryMaxSeconds: seconds.default(3_600).describe('the longest that repetition doubles it to'),
      })
      .prefault({}),
    drain: z
      .strictObject({
        timeoutSeconds: seconds.default(300).describe('then the node is uncordoned and stays'),
        spotTimeoutSeconds: seconds.max(110).default(90).describe('of the 120 seconds that a Spot notice gives'),
      })
      .prefault({}),
    disruption: disruptionPolicy().prefault({}),
  });

const signalKnobs = () =>
  z.strictObject({
    cpu: z
      .strictObject({
        scaleUpAbovePercent: percent.default(70),
        targetPercent: percent.min(1).default(60),
        samples: samples.default(2),
      })
      .prefault({}),
    memory: z
      .strictObject({
        scaleUpAbovePercent: percent.default(75),
        targetPercent: percent.min(1).default(65),
        samples: samples.default(2),
      })
      .prefault({}),
    pendingPods: z
      .strictObject({ forSeconds: seconds.default(180), moreThan: z.number().int().min(0).default(5) })
      .prefault({}),
    idle: z
      .strictObject({
        cpuBelowPercent: percent.default(30),
        memoryBelowPercent: percent.default(50),
        forSeconds: seconds.default(600),
      })
      .prefault({}),
    application: z.array(applicationSignal()).max(20).default([]),
  });

/** What no knob can say alone. */
function fitTogether({ value, issues }: z.core.ParsePayload<z.output<ReturnType<typeof knobs>>>): void {
  const { workers: size, mix, signals, placement } = value;
  const wrong = (path: (string | number)[], message: string) => issues.push({ code: 'custom', input: value, path, message });
  if (size.min > size.max) wrong(['workers', 'min'], `min (${size.min}) is above max (${size.max})`);
  if (mix.onDemandBase > size.max) wrong(['mix', 'onDemandBase'], `the base (${mix.onDemandBase}) is above max (${size.max})`);
  for (const name of ['cpu', 'memory'] as const) {
    const { targetPercent, scaleUpAbovePercent } = signals[name];
    if (targetPercent > scaleUpAbovePercent) {
      wrong(
        ['signals', name, 'targetPercent'],
        `the target (${targetPercent} %) is above the threshold (${scaleUpAbovePercent} %)`,
      );
    }
  }
  if (signals.idle.cpuBelowPercent > signals.cpu.targetPercent) {
    wrong(['signals', 'idle', 'cpuBelowPercent'], 'idle must be below the CPU target, or the fleet would swing');
  }
  const names = signals.application.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) wrong(['signals', 'application'], `the name ${twice} is used twice`);
  const shifted = placement.zonesShiftedAway.map((entry) => (typeof entry === 'string' ? entry : entry.zone));
  const unknown = shifted.find((zone) => !placement.zones.includes(zone));
  if (unknown !== undefined) wrong(['placement', 'zonesShiftedAway'], `${unknown} is not one of the zones`);
  const again = shifted.find((zone, index) => shifted.indexOf(zone) !== index);
  if (again !== undefined) wrong(['placement', 'zonesShiftedAway'], `${again} is named twice`);
  if (placement.zones.every((zone) => shifted.includes(zone))) {
    wrong(['placement', 'zonesShiftedAway'], 'every zone is shifted away: nothing could be launched');
  }
}
