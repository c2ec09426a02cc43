import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadBundle, packagedFunctions } from './load-bundle.ts';
import { readZip } from './read-zip.ts';

/** What a Lambda bundle may weigh: each kilobyte is paid for at every cold start. */
export const BUDGET_KILOBYTES = 130;

export type BundleSize = {
  readonly service: string;
  readonly functionName: string;
  readonly rawBytes: number;
  readonly gzippedBytes: number;
  /** How long a fresh Node takes to load it on this machine. */
  readonly loadMilliseconds: number;
};

/**
 * Weighs and loads what `serverless package` has left in a service's folder; with `unpack` each bundle is left there as a file, too.
 * Throws when a function has no bundle or it does not load.
 */
export function bundleSizes(
  serviceDirectory: string,
  { service, unpack }: { service: string; unpack: boolean },
): readonly BundleSize[] {
  return packagedFunctions(serviceDirectory).map((packaged) => {
    const path = join(serviceDirectory, '.serverless', packaged.functionName);
    const bundle = bundleIn(`${path}.zip`);
    if (unpack) writeFileSync(`${path}.mjs`, bundle);
    return {
      service,
      functionName: packaged.functionName,
      rawBytes: bundle.length,
      gzippedBytes: gzipSync(bundle, { level: 9 }).length,
      loadMilliseconds: loadBundle(bundle, packaged),
    };
  });
}

/** The one file of a packaged function. Throws when there are more, or none. */
export function bundleIn(zipFile: string): Buffer {
  const [bundle, ...rest] = readZip(readFileSync(zipFile)).map(({ content }) => content);
  if (bundle === undefined || rest.length > 0) throw new Error(`one file is expected in ${zipFile}`);
  return bundle;
}

/** The bundles above a budget, in kilobytes of 1024 bytes. */
export function aboveBudget(sizes: readonly BundleSize[], budgetKilobytes: number): readonly BundleSize[] {
  return sizes.filter(({ gzippedBytes }) => gzippedBytes > budgetKilobytes * 1024);
}

/** The sizes as a table for people. */
export function sizeTable(sizes: readonly BundleSize[], budgetKilobytes: number): string {
  const rows = sizes.map(({ service, functionName, rawBytes, gzippedBytes, loadMilliseconds }) => [
    `${service}/${functionName}`,
    kilobytes(rawBytes),
    kilobytes(gzippedBytes),
    `${Math.round((100 * gzippedBytes) / (budgetKilobytes * 1024))} %`,
    loadMilliseconds.toFixed(0),
  ]);
  const table = [['function', 'KB', 'KB gzipped', `of ${budgetKilobytes} KB`, 'ms to load'], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return table.map(line).join('\n');
}

function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(1);
}
