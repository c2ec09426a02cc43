import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Demand, demandFromTrace, parseTrace, type Trace } from '@smartscale/backtest/traces';
import { SHIPPED_TRACES } from '@smartscale/simulator';
import { formatDuration } from './duration.ts';
import { UsageError } from './exit.ts';

/** A longer hole in a trace is no measurement of anything: a line drawn across it would be made up. */
const LONGEST_GAP_SECONDS = 7 * 86_400;

/** Demand, and what there is to say about the trace that it comes from. */
export type ReadDemand = { readonly demand: Demand; readonly gaps: Trace['gaps'] };

/**
 * A trace that comes with the project by its name, or a CSV file, gzipped or not, as demand. Gaps are told to `warn` and bridged
 * by a line. UsageError or TraceError for a trace that cannot be used.
 */
export function readDemand(
  nameOrFile: string,
  options: { readonly peakWorkers: number; readonly maxWorkers: number; readonly warn: (text: string) => void },
): ReadDemand {
  const trace = readTrace(nameOrFile, options.warn);
  return { demand: demandFromTrace(trace, options), gaps: trace.gaps };
}

/** The same, as it was measured. */
export function readTrace(nameOrFile: string, warn: (text: string) => void): Trace {
  const file = Object.hasOwn(SHIPPED_TRACES, nameOrFile) ? SHIPPED_TRACES[nameOrFile] : nameOrFile;
  if (file === undefined || !existsSync(file)) {
    throw new UsageError(
      `there is no trace ${nameOrFile}: give a CSV file or one of ${Object.keys(SHIPPED_TRACES).join(', ')}`,
    );
  }
  const trace = parseTrace(readText(file), { name: basename(nameOrFile) });
  tellGaps(trace, warn);
  return trace;
}

/** Tells of gaps that are bridged. UsageError for one that is too long to be. */
export function tellGaps({ name, gaps }: Trace, warn: (text: string) => void): void {
  if (gaps.count === 0) return;
  const longest = formatDuration(gaps.longestSeconds);
  if (gaps.longestSeconds > LONGEST_GAP_SECONDS) {
    throw new UsageError(`${name} has a gap of ${longest}: cut the trace there, or fill it with what was measured`);
  }
  warn(`${name} has ${gaps.count} ${gaps.count === 1 ? 'gap' : 'gaps'}, the longest of ${longest}: taken as a straight line`);
}

function readText(file: string): string {
  try {
    const bytes = readFileSync(file);
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (cause) {
    throw new UsageError(`cannot read the trace ${file}: ${(cause as Error).message}`, { cause });
  }
}
