import * as z from 'zod';

// Limits that one request can ask for; what all of them may use together is in settings.ts.
export const MOST_CPU_MILLISECONDS = 10_000;
export const MOST_JOBS = 1_000;
export const MOST_HOLD_SECONDS = 3_600;

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const workRequest = z.strictObject({ cpuMilliseconds: whole(1, MOST_CPU_MILLISECONDS).default(50) });
export const memoryRequest = z.strictObject({
  mib: whole(1, 65_536).default(16),
  seconds: whole(1, MOST_HOLD_SECONDS).default(30),
});
export const jobsRequest = z.strictObject({
  count: whole(1, MOST_JOBS).default(1),
  cpuMilliseconds: whole(1, MOST_CPU_MILLISECONDS).default(200),
});

/** What was asked by query parameters, or a sentence that says what is wrong with it. */
export function readQuery<Schema extends z.ZodType>(
  schema: Schema,
  query: Readonly<Record<string, string>>,
): { readonly asked: z.output<Schema> } | { readonly problem: string } {
  const parsed = schema.safeParse(query);
  if (parsed.success) return { asked: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  return { problem: problems.join('; ') };
}
