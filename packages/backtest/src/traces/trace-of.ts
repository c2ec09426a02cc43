import { type Trace, TraceError } from './trace.ts';

/** Rows further apart say nothing of the hours between them. */
const COARSEST_STEP_SECONDS = 86_400;
/** More days are a mistaken year, and would be played minute by minute. */
const MOST_DAYS = 3_660;

/**
 * Moments (epoch milliseconds, rising) and values as a trace, with the spacing seen in them. TraceError for fewer than two, for rows that
 * are too far apart, and for more than ten years.
 */
export function traceOf(name: string, times: Float64Array, values: Float64Array): Trace {
  if (times.length < 2) throw new TraceError({ trace: name, line: null }, `${times.length} measured, at least 2 are needed`);
  const spacing = spacingOf(times);
  if (spacing.stepSeconds > COARSEST_STEP_SECONDS) {
    const days = Math.round(spacing.stepSeconds / COARSEST_STEP_SECONDS);
    throw new TraceError({ trace: name, line: null }, `its rows are ${days} days apart, a day is the most`);
  }
  const days = Math.round(((times.at(-1) ?? 0) - (times[0] ?? 0)) / (1_000 * COARSEST_STEP_SECONDS));
  if (days > MOST_DAYS) {
    throw new TraceError({ trace: name, line: null }, `it spans ${days} days, ${MOST_DAYS} are the most: is a year mistaken?`);
  }
  return { name, times, values, ...spacing };
}

function spacingOf(times: Float64Array): Pick<Trace, 'stepSeconds' | 'gaps'> {
  const steps = new Float64Array(times.length - 1);
  for (let index = 0; index < steps.length; index += 1) steps[index] = ((times[index + 1] ?? 0) - (times[index] ?? 0)) / 1_000;
  const stepSeconds = steps.toSorted()[Math.floor((steps.length - 1) / 2)] ?? 0;
  let count = 0;
  let longestSeconds = 0;
  for (const step of steps) {
    if (step <= 1.5 * stepSeconds) continue;
    count += 1;
    longestSeconds = Math.max(longestSeconds, step);
  }
  return { stepSeconds, gaps: { count, longestSeconds } };
}
