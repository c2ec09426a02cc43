import type { EventData } from '@smartscale/events';

/** One series of an instant query's answer. A scalar answer is one entry without labels. */
export type InstantValue = {
  readonly labels: Readonly<Record<string, string>>;
  /** As Prometheus gave it: NaN and the infinities too. The core judges. */
  readonly value: number;
};

export type InstantVector = readonly InstantValue[];

/** Prometheus, as far as this service needs it. */
export type PrometheusPort = {
  /**
   * Evaluates a PromQL expression at one moment (`at`, epoch seconds). No matching series is an empty answer, not an error.
   * Throws PrometheusError when there is no answer to rely on. Does not retry.
   */
  query(expression: string, options: { readonly at: number }): Promise<InstantVector>;
};

export type MissReason = EventData<'MetricsMissed'>['reason'];

/** Prometheus gave no usable answer. */
export class PrometheusError extends Error {
  override readonly name = 'PrometheusError';
  readonly reason: Exclude<MissReason, 'empty'>;
  /** May be gone when asked again in a moment; a wrong password or a wrong expression is not. */
  readonly passing: boolean;
  constructor(
    problem: { readonly reason: PrometheusError['reason']; readonly passing: boolean },
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.reason = problem.reason;
    this.passing = problem.passing;
  }
}
