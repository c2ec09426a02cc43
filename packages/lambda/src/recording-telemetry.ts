import type { ObservingTelemetry } from './invocation-telemetry.ts';

/** A telemetry that can be asked afterwards: for tests. */
export type RecordingTelemetry = ObservingTelemetry & {
  readonly lines: {
    readonly level: 'info' | 'warn' | 'error';
    readonly message: string;
    readonly facts: Readonly<Record<string, unknown>>;
  }[];
  readonly counts: Record<string, number>;
  /** `started` and `ended` of each invocation, in order. */
  readonly invocations: string[];
};

export function recordingTelemetry(): RecordingTelemetry {
  const lines: RecordingTelemetry['lines'] = [];
  const counts: Record<string, number> = {};
  const invocations: string[] = [];
  return {
    lines,
    counts,
    invocations,
    info: (message, facts = {}) => void lines.push({ level: 'info', message, facts }),
    warn: (message, facts = {}) => void lines.push({ level: 'warn', message, facts }),
    error: (message, facts = {}) => void lines.push({ level: 'error', message, facts }),
    count(name, value = 1) {
      counts[name] = (counts[name] ?? 0) + value;
    },
    invocationStarted: ({ correlationId }) => void invocations.push(`started ${correlationId}`),
    invocationEnded: () => void invocations.push('ended'),
  };
}
