import { availableParallelism } from 'node:os';
import * as z from 'zod';

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const environmentSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65_535).default(8_080),
  /** Threads that burn CPU: more than the container may use only makes them wait for each other. */
  CPU_THREADS: whole(1, 64).default(availableParallelism()),
  /** Requests that may wait for a thread; one more is refused. */
  CPU_WAITING: whole(0, 100_000).default(1_000),
  /** Jobs taken from the queue at once. */
  QUEUE_WORKERS: whole(1, 64).default(2),
  /** Jobs that may wait; one more is refused. */
  QUEUE_LIMIT: whole(1, 1_000_000).default(10_000),
  /** Memory that requests may hold all together. */
  MEMORY_MIB: whole(1, 65_536).default(256),
  /** How long it still serves after it was told to end and is no longer ready: others must notice first. */
  UNREADY_SECONDS: z.coerce.number().min(0).max(300).default(5),
  /** How long what has begun may take to end after that. */
  DRAIN_SECONDS: z.coerce.number().min(0).max(300).default(20),
});

export type Settings = z.output<typeof environmentSchema>;

/** Reads the environment once. Throws a sentence that names what is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = environmentSchema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`the demo application cannot start: ${problems.join('; ')}`);
}
