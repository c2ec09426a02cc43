import { silent, type Telemetry } from './invocation.ts';

/** A telemetry that wants to know where an invocation begins and ends: to put its facts on each line, and to send metrics off. */
export type ObservingTelemetry = Telemetry & {
  invocationStarted(facts: Readonly<Record<string, unknown>>): void;
  invocationEnded(): void;
};

/** The same telemetry with `facts` on every line; facts given with a line win. */
export function withFacts(telemetry: Telemetry, facts: Readonly<Record<string, unknown>>): Telemetry {
  if (telemetry === silent) return silent;
  return {
    info: (message, own) => telemetry.info(message, { ...facts, ...own }),
    warn: (message, own) => telemetry.warn(message, { ...facts, ...own }),
    error: (message, own) => telemetry.error(message, { ...facts, ...own }),
    count: (name, value) => telemetry.count(name, value),
  };
}

/** Tells a telemetry that wants to know; a plain one is left alone. */
export function startInvocation(telemetry: Telemetry, facts: Readonly<Record<string, unknown>>): void {
  if (isObserving(telemetry)) telemetry.invocationStarted(facts);
}

export function endInvocation(telemetry: Telemetry): void {
  if (isObserving(telemetry)) telemetry.invocationEnded();
}

function isObserving(telemetry: Telemetry): telemetry is ObservingTelemetry {
  return 'invocationStarted' in telemetry;
}
