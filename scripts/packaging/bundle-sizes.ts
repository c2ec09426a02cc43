import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readZip } from './read-zip.ts';

/** What a Lambda bundle may weigh: each kilobyte is paid for at every cold start. */
export const BUDGET_KILOBYTES = 130;

export type BundleSize = {
  readonly service: string;
  readonly functionName: string;
  readonly rawBytes: number;
  readonly gzippedBytes: number;
};

/** The sizes of what `serverless package` has left in a service's folder: all files of a function's zip, gzipped as well as gzip can. */
export function bundleSizes(serviceDirectory: string, service: string): readonly BundleSize[] {
  const packageDirectory = join(serviceDirectory, '.serverless');
  return readdirSync(packageDirectory)
    .filter((file) => file.endsWith('.zip'))
    .map((file) => {
      const contents = readZip(readFileSync(join(packageDirectory, file))).map(({ content }) => content);
      const gzippedBytes = contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0);
      const rawBytes = contents.reduce((sum, content) => sum + content.length, 0);
      return { service, functionName: file.slice(0, -'.zip'.length), rawBytes, gzippedBytes };
    });
}

/** The bundles above a budget, in kilobytes of 1024 bytes. */
export function aboveBudget(sizes: readonly BundleSize[], budgetKilobytes: number): readonly BundleSize[] {
  return sizes.filter(({ gzippedBytes }) => gzippedBytes > budgetKilobytes * 1024);
}

/** The sizes as a table for people. */
export function sizeTable(sizes: readonly BundleSize[], budgetKilobytes: number): string {
  const rows = sizes.map(({ service, functionName, rawBytes, gzippedBytes }) => [
    `${service}/${functionName}`,
    kilobytes(rawBytes),
    kilobytes(gzippedBytes),
    `${Math.round((100 * gzippedBytes) / (budgetKilobytes * 1024))} %`,
  ]);
  const table = [['function', 'KB', 'KB gzipped', `of ${budgetKilobytes} KB`], ...rows];
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
