/** What one invocation of a function asks of AWS, on average. */
export type InvocationUsage = {
  /** Capacity units of DynamoDB; what is written to the index is in them. */
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Of our own lines, as CloudWatch counts them. */
  readonly logBytes: number;
  /** Reads of the K3s credential in S3. What was read is believed for ten minutes: a function of every other minute reads a fifth as often, and each new process once. */
  readonly objectReads: number;
  /** Assumed: what is billed can be seen in an account only. docs/cost.md says from what. */
  readonly billedMilliseconds: number;
};

/**
 * By `<service>/<function>`. Counted on the real handlers and DynamoDB Local (test/cost), which fails when one asks for more than this,
 * or for much less.
 */
export const INVOCATION_USAGE = {
  'metrics-collector/sample': { readUnits: 2, writeUnits: 2, logBytes: 275, objectReads: 0, billedMilliseconds: 150 },
  'decision-engine/evaluate': { readUnits: 4.6, writeUnits: 6.3, logBytes: 355, objectReads: 0, billedMilliseconds: 125 },
  'decision-engine/forecast': { readUnits: 55.9, writeUnits: 24.8, logBytes: 300, objectReads: 0, billedMilliseconds: 250 },
  'capacity-manager/reconcile': { readUnits: 2.4, writeUnits: 0.1, logBytes: 0, objectReads: 0.25, billedMilliseconds: 200 },
  'capacity-manager/scale': { readUnits: 7, writeUnits: 10, logBytes: 0, objectReads: 1, billedMilliseconds: 30_000 },
  'capacity-manager/replace': { readUnits: 7, writeUnits: 10, logBytes: 100, objectReads: 0, billedMilliseconds: 5_000 },
  'spot-guard/guard': { readUnits: 5, writeUnits: 4, logBytes: 700, objectReads: 0, billedMilliseconds: 250 },
  'spot-guard/drain': { readUnits: 5, writeUnits: 4, logBytes: 700, objectReads: 1, billedMilliseconds: 60_000 },
  'notifier/notify': { readUnits: 4, writeUnits: 6, logBytes: 0, objectReads: 0, billedMilliseconds: 300 },
  'notifier/retell': { readUnits: 2, writeUnits: 0, logBytes: 0, objectReads: 0, billedMilliseconds: 60 },
  'notifier/report': { readUnits: 35, writeUnits: 0, logBytes: 0, objectReads: 0, billedMilliseconds: 60 },
  'projections/project': { readUnits: 6.5, writeUnits: 10.3, logBytes: 50, objectReads: 0, billedMilliseconds: 300 },
  'outbox-relay/relay': { readUnits: 0, writeUnits: 0, logBytes: 0, objectReads: 0, billedMilliseconds: 130 },
} as const satisfies Readonly<Record<string, InvocationUsage>>;

export type BilledFunction = keyof typeof INVOCATION_USAGE;

/** The memory of every function, as serverless.common.yml has it. */
export const MEMORY_MEGABYTES = 512;

/** Alarms in all templates. */
export const ALARMS = 16;

/** What Lambda itself writes for each invocation: the lines START, END and REPORT, with the 26 bytes that CloudWatch adds to each. */
export const PLATFORM_LOG_BYTES = 350;
