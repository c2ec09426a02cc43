/** What happened in a time, as far as it is billed. */
export type Activity = {
  readonly days: number;
  /** By `<service>/<function>`. */
  readonly invocations: Readonly<Record<string, number>>;
  readonly scheduleCalls: number;
  /** Events that went over the bus. */
  readonly events: number;
  /** Of all these events, as JSON. */
  readonly eventBytes: number;
  /** For each metric of our own, the hours in which it was sent, summed: CloudWatch bills a metric by the hour. */
  readonly metricHours: number;
};
