import type { Telemetry } from '@smartscale/lambda';

export type LogOptions = {
  readonly write: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** One JSON document a line; otherwise lines for people. */
  readonly json: boolean;
};

export type Log = Telemetry & {
  /** What was counted since the start, by name. */
  counts(): Readonly<Record<string, number>>;
};

type Facts = Readonly<Record<string, unknown>>;

/** Where services tell what they do when they run in one process: a line each, of which the journal makes the rest. */
export function createLog({ write, now, json }: LogOptions): Log {
  const counts: Record<string, number> = {};
  const format = json ? jsonLine : plainLine;
  const tell =
    (level: string) =>
    (message: string, facts: Facts = {}) =>
      write(format({ time: new Date(now()).toISOString(), level, message, facts }));
  return {
    info: tell('info'),
    warn: tell('warn'),
    error: tell('error'),
    count(name, value = 1) {
      counts[name] = (counts[name] ?? 0) + value;
    },
    counts: () => ({ ...counts }),
  };
}

type Line = { readonly time: string; readonly level: string; readonly message: string; readonly facts: Facts };

/** The service's name unless the message begins with it, and the story's id, by which `smartscale events` finds the rest. */
function plainLine({ time, level, message, facts }: Line): string {
  const { service, correlationId } = facts;
  const who = typeof service === 'string' && !message.startsWith(service) ? `${service}: ` : '';
  const story = typeof correlationId === 'string' ? ` (${correlationId})` : '';
  return `${time} ${level.padEnd(5)} ${who}${message.replaceAll(/\s*\n\s*/g, ' ')}${story}`;
}

function jsonLine({ time, level, message, facts }: Line): string {
  return JSON.stringify({ time, level, message, ...facts }, (_, value: unknown) =>
    value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value,
  );
}
