/** What AWS bills a control plane for, each part by its own unit. */
export const PARTS = {
  'lambda-requests': { label: 'Lambda invocations', unit: 'invocations', freePerMonth: 1_000_000 },
  'lambda-seconds': { label: 'Lambda time', unit: 'GB-seconds', freePerMonth: 400_000 },
  'table-reads': { label: 'DynamoDB reads', unit: 'read units', freePerMonth: 0 },
  'table-writes': { label: 'DynamoDB writes', unit: 'write units', freePerMonth: 0 },
  'table-storage': { label: 'DynamoDB storage', unit: 'GB-months', freePerMonth: 25 },
  'table-recovery': { label: 'DynamoDB point-in-time recovery', unit: 'GB-months', freePerMonth: 0 },
  'bus-events': { label: 'EventBridge custom events', unit: 'events', freePerMonth: 0 },
  'archive-writes': { label: 'EventBridge archive, written', unit: 'GB', freePerMonth: 0 },
  'archive-storage': { label: 'EventBridge archive, kept', unit: 'GB-months', freePerMonth: 0 },
  'schedule-calls': { label: 'EventBridge Scheduler', unit: 'calls', freePerMonth: 14_000_000 },
  'log-writes': { label: 'CloudWatch Logs, written', unit: 'GB', freePerMonth: 5 },
  'log-storage': { label: 'CloudWatch Logs, kept 30 days', unit: 'GB-months', freePerMonth: 5 },
  metrics: { label: 'CloudWatch metrics of our own', unit: 'metric-months', freePerMonth: 10 },
  'object-reads': { label: 'S3 reads of the K3s credential', unit: 'requests', freePerMonth: 0 },
  'key-requests': { label: 'KMS, for those reads', unit: 'requests', freePerMonth: 20_000 },
  traces: { label: 'X-Ray traces', unit: 'traces', freePerMonth: 100_000 },
  alarms: { label: 'CloudWatch alarms', unit: 'alarm-months', freePerMonth: 10 },
} as const;

/** `freePerMonth` of a part is what an account has free for good, all its stacks together; what ends with an account's first year is not in it. */
export type Part = keyof typeof PARTS;

export const PART_NAMES = Object.keys(PARTS) as readonly Part[];
