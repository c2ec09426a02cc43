import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Demand, demandFromTrace, parseTrace, SHIPPED_TRACES } from '@smartscale/simulator';
import { UsageError } from './exit.ts';

/** A trace that comes with the project by its name, or a CSV file, gzipped or not, as demand. UsageError or TraceError otherwise. */
export function readDemand(nameOrFile: string, options: { readonly peakWorkers: number; readonly maxWorkers: number }): Demand {
  const file = Object.hasOwn(SHIPPED_TRACES, nameOrFile) ? SHIPPED_TRACES[nameOrFile] : nameOrFile;
  if (file === undefined || !existsSync(file)) {
    throw new UsageError(
      `there is no trace ${nameOrFile}: give a CSV file or one of ${Object.keys(SHIPPED_TRACES).join(', ')}`,
    );
  }
  return demandFromTrace(parseTrace(readText(file), { name: basename(nameOrFile) }), options);
}

function readText(file: string): string {
  try {
    const bytes = readFileSync(file);
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (cause) {
    throw new UsageError(`cannot read the trace ${file}: ${(cause as Error).message}`, { cause });
  }
}
