import { type Trace, TraceError } from './trace.ts';

/** Moments (epoch milliseconds, rising) and values as a trace, with the spacing seen in them. TraceError for fewer than two. */
export function traceOf(name: string, times: Float64Array, values: Float64Array): Trace {
  if (times.length < 2) throw new TraceError({ trace: name, line: null }, `${times.length} measured, at least 2 are needed`);
  return { name, times, values, ...spacingOf(times) };
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
