import { ServiceConfigurationError } from '../errors.ts';
import { parseCron } from './cron.ts';

/** When a schedule fires. */
export type ScheduleExpression = {
  readonly text: string;
  /** The first firing at or after a time, both in epoch milliseconds. */
  firstAt(from: number): number;
};

const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const UNIT_MILLISECONDS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Parses `rate(2 minutes)` or `cron(...)` in UTC. AWS counts a rate from the moment the schedule was made; here it is counted from
 * midnight 1970, so that a restart keeps the beat.
 */
export function parseSchedule(text: string): ScheduleExpression {
  const rate = RATE.exec(text);
  if (rate === null) return { text, firstAt: parseCron(text) };
  const interval = Number(rate[1]) * UNIT_MILLISECONDS[rate[2] as keyof typeof UNIT_MILLISECONDS];
  if (interval === 0) throw new ServiceConfigurationError(`the schedule ${text} never comes`);
  return { text, firstAt: (from) => Math.ceil(from / interval) * interval };
}
