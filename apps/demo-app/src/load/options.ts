import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Demand, demandFromTrace, parseTrace } from '@smartscale/backtest/traces';
import { InvalidArgumentError } from 'commander';

/** Reads an option that takes a number within bounds. */
export function numberWithin(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`expected a number from ${least} to ${most}.`);
  };
}

/** Reads an address that requests can be sent to. */
export function httpUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('expected http://host:port/path or https://host/path.');
}

/** A CSV file, gzipped or not, as requests per second: its 99.5th percentile is `peakPerSecond`, and nothing is above three times that. */
export function readRates(file: string, peakPerSecond: number): Demand {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return demandFromTrace(parseTrace(text, { name: basename(file) }), { peakWorkers: peakPerSecond, maxWorkers: peakPerSecond });
}
