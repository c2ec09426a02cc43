import { readFileSync } from 'node:fs';
import { UsageError } from '../exit.ts';

/** t3.medium On-Demand in ap-south-1, Linux, from AWS's price list of 2025: what a worker-hour costs when no table says otherwise. */
const DEFAULT_USD_PER_HOUR = 0.0448;
export const DEFAULT_INSTANCE_TYPE = 't3.medium';

/** What a worker-hour costs: the type's `usd_per_hour` in a CSV table, or the embedded price of a t3.medium. */
export function workerPriceUsd(table: string | undefined, instanceType: string): number {
  if (table !== undefined) return priceFrom(readTable(table), { table, instanceType });
  if (instanceType === DEFAULT_INSTANCE_TYPE) return DEFAULT_USD_PER_HOUR;
  throw new UsageError(`the price of ${instanceType} is not known here: give a table with --price-table`);
}

function readTable(file: string): readonly string[][] {
  try {
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(',').map((cell) => cell.trim()));
  } catch (cause) {
    throw new UsageError(`cannot read the price table ${file}: ${(cause as Error).message}`, { cause });
  }
}

function priceFrom(rows: readonly string[][], { table, instanceType }: { table: string; instanceType: string }): number {
  const [header = [], ...lines] = rows;
  const [type, price] = [header.indexOf('instance_type'), header.indexOf('usd_per_hour')];
  if (type < 0 || price < 0) {
    throw new UsageError(`${table}: the header is "${header.join(',')}", expected the columns instance_type and usd_per_hour`);
  }
  const row = lines.find((cells) => cells[type] === instanceType);
  if (!row) {
    const some = lines.slice(0, 8).map((cells) => cells[type]);
    throw new UsageError(
      `${table} has no price for ${instanceType} (it has ${some.join(', ')} ...): name one with --instance-type`,
    );
  }
  const usd = Number(row[price]);
  if (!(usd > 0)) throw new UsageError(`${table}: the price of ${instanceType} is "${row[price]}", expected a number above 0`);
  return usd;
}
