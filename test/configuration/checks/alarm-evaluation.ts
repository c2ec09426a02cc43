/** What an alarm's properties say about when it sounds. */
export type AlarmRule = {
  readonly Statistic: 'Sum' | 'Maximum';
  /** Seconds. */
  readonly Period: number;
  /** N. */
  readonly EvaluationPeriods: number;
  /** M; all N where it is not said. */
  readonly DatapointsToAlarm?: number;
  readonly ComparisonOperator: 'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly Threshold: number;
  readonly TreatMissingData: 'breaching' | 'notBreaching';
};

/** What was sent of a metric, and for how long there was somebody who could have sent it. */
export type MetricSeries = {
  readonly untilSeconds: number;
  readonly values: readonly { readonly atSeconds: number; readonly value: number }[];
};

const HOLDS: Readonly<Record<AlarmRule['ComparisonOperator'], (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/**
 * Whether an alarm would sound over a series whose second 0 is `phaseSeconds` after the beginning of a period: it does when, among N periods
 * one after the other, at least M have data points that breach the threshold (`EvaluationPeriods` and `DatapointsToAlarm` in
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html). A period without data is what `TreatMissingData`
 * says. CloudWatch looks some periods further back when data is missing, by how many is not documented: the model does not.
 */
export function wouldSound(rule: AlarmRule, { values, untilSeconds }: MetricSeries, phaseSeconds: number): boolean {
  const { EvaluationPeriods: all, DatapointsToAlarm: enough = all } = rule;
  const periodOf = (atSeconds: number) => Math.floor((atSeconds + phaseSeconds) / rule.Period);
  const points = new Map<number, number>();
  const together = rule.Statistic === 'Sum' ? (a: number, b: number) => a + b : Math.max;
  for (const { atSeconds, value } of values) {
    const known = points.get(periodOf(atSeconds));
    points.set(periodOf(atSeconds), known === undefined ? value : together(known, value));
  }
  const breaches = (period: number) => {
    const point = points.get(period);
    return point === undefined
      ? rule.TreatMissingData === 'breaching' && period >= 0
      : HOLDS[rule.ComparisonOperator](point, rule.Threshold);
  };
  for (let last = 0; last <= periodOf(untilSeconds); last += 1) {
    const window = Array.from({ length: all }, (_, back) => last - back);
    if (window.filter(breaches).length >= enough) return true;
  }
  return false;
}

/** How far a period can be shifted against what happens. */
export const phasesOf = ({ Period }: AlarmRule): readonly number[] => Array.from({ length: Period }, (_, seconds) => seconds);
