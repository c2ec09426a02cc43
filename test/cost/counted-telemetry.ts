import { type ObservingTelemetry, powertoolsTelemetry } from '@smartscale/lambda';
import type { UsageBook } from './usage.ts';

/** Metrics that were sent, by `<service> <metric>`, with the hours in which each was. */
export type MetricHours = Readonly<Record<string, ReadonlySet<number>>>;

const HOUR_MILLISECONDS = 3_600_000;

/** Production's telemetry, whose lines are booked instead of printed. */
export function countedTelemetry(book: UsageBook, now: () => number) {
  const telemetries = new Map<string, ObservingTelemetry>();
  const metricHours: Record<string, Set<number>> = {};

  function bookLine(line: string): void {
    const usage = book.current();
    if (usage !== undefined) {
      usage.logLines += 1;
      usage.logBytes += Buffer.byteLength(line.trimEnd());
    }
    for (const metric of metricsIn(line)) {
      metricHours[metric] ??= new Set();
      metricHours[metric].add(Math.floor(now() / HOUR_MILLISECONDS));
    }
  }

  const through =
    <Name extends keyof ObservingTelemetry>(name: Name) =>
    (...given: Parameters<ObservingTelemetry[Name]>): void => {
      const [service = ''] = (book.atWork() ?? 'runtime').split('/');
      const known = telemetries.get(service) ?? powertoolsTelemetry(service, { clusterId: 'production' });
      telemetries.set(service, known);
      capturing(bookLine, () => (known[name] as (...values: typeof given) => void)(...given));
    };

  const telemetry: ObservingTelemetry = {
    info: through('info'),
    warn: through('warn'),
    error: through('error'),
    count: through('count'),
    invocationStarted: through('invocationStarted'),
    invocationEnded: through('invocationEnded'),
  };
  return { telemetry, metricHours: metricHours as MetricHours };
}

function capturing(take: (line: string) => void, work: () => void): void {
  const outputs = [process.stdout, process.stderr] as const;
  const writes = outputs.map(({ write }) => write);
  for (const output of outputs)
    output.write = (text) => {
      take(String(text));
      return true;
    };
  try {
    work();
  } finally {
    outputs.forEach((output, index) => {
      output.write = writes[index] as typeof output.write;
    });
  }
}

function metricsIn(line: string): readonly string[] {
  const { service, _aws } = JSON.parse(line) as {
    service: string;
    _aws?: { CloudWatchMetrics: { Metrics: { Name: string }[] }[] };
  };
  return (_aws?.CloudWatchMetrics ?? []).flatMap(({ Metrics }) => Metrics.map(({ Name }) => `${service} ${Name}`));
}
