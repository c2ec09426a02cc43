import { readFileSync } from 'node:fs';
import { UsageError } from '../exit.ts';

/** t3.medium On-Demand in ap-south-1, Linux, from AWS's price list of 2025: what a worker-hour costs when no table says otherwise. */
const DEFAULT_USD_PER_HOUR = 0.0448;
export const DEFAULT_INSTANCE_TYPE = 't3.medium';

/** What an hour of a worker costs. Without a Spot price in the table Spot is taken at the On-Demand one. */
export type WorkerPrice = { readonly onDemand: number; readonly spot: number; readonly isSpotKnown: boolean };

/** The type's `usd_per_hour`, and `spot_usd_per_hour` where it has one, in a CSV table; or the embedded price of a t3.medium. */
export function workerPriceOf(table: string | undefined, instanceType: string): WorkerPrice {
  if (table !== undefined) return priceFrom(readTable(table), { table, instanceType });
  if (instanceType === DEFAULT_INSTANCE_TYPE) {
    return { onDemand: DEFAULT_USD_PER_HOUR, spot: DEFAULT_USD_PER_HOUR, isSpotKnown: false };
  }
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

function priceFrom(rows: readonly string[][], { table, instanceType }: { table: string; instanceType: string }): WorkerPrice {
  const [header = [], ...lines] = rows;
  const column = (name: string) => header.indexOf(name);
  const [type, price, spotPrice] = [column('instance_type'), column('usd_per_hour'), column('spot_usd_per_hour')];
  if (type < 0 || price < 0) {
    throw new UsageError(`${table}: the header is "${header.join(',')}", expected the columns instance_type and usd_per_hour`);
  }
  const matching = lines.filter((cells) => cells[type] === instanceType);
  const [row] = matching;
  if (!row)
    throw new UsageError(`${table} has no price for ${instanceType} (${typesIn(lines, type)}): name one with --instance-type`);
  const usdOf = (cell: string | undefined, what: string) => {
    const usd = cell === '' ? Number.NaN : Number(cell);
    if (usd > 0 && Number.isFinite(usd)) return usd;
    throw new UsageError(`${table}: the ${what} of ${instanceType} is "${cell ?? ''}", expected a number above 0`);
  };
  const onDemand = usdOf(row[price], 'price');
  if (matching.some((cells) => Number(cells[price]) !== onDemand)) {
    throw new UsageError(`${table} has several prices for ${instanceType}: keep the row of your region`);
  }
  const isSpotKnown = (row[spotPrice] ?? '') !== '';
  return { onDemand, spot: isSpotKnown ? usdOf(row[spotPrice], 'Spot price') : onDemand, isSpotKnown };
}

function typesIn(lines: readonly string[][], type: number): string {
  const types = [...new Set(lines.map((cells) => cells[type] ?? ''))];
  if (types.length === 0) return 'it has no rows';
  return `it has ${types.slice(0, 8).join(', ')}${types.length > 8 ? ' ...' : ''}`;
}
