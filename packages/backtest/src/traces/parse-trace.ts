import { type Trace, TraceError } from './trace.ts';
import { traceOf } from './trace-of.ts';

const HEADER = 'timestamp_iso,value';
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?<zone>Z|[+-]\d\d:\d\d)?$/;
const NUMBER = /^\+?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** An hour that comes twice when clocks are put back is the usual cause. */
const CLOCK_HINT = ' (a time without an offset is read as UTC)';

/**
 * Reads a trace from the text of a CSV file: the header `timestamp_iso,value`, then one row for each moment, oldest first.
 * Times are ISO 8601, in UTC when they name no offset. Missing rows are allowed and reported as gaps. Throws TraceError on anything else.
 */
export function parseTrace(text: string, options: { readonly name: string }): Trace {
  const lines = withoutByteOrderMark(text).trimEnd().split('\n');
  checkHeader(lines[0]?.trim() ?? '', options.name);
  const rows = lines.length - 1;
  if (rows < 2) {
    throw new TraceError(
      { trace: options.name, line: null },
      `${rows} row${rows === 1 ? '' : 's'} of data, at least 2 are needed`,
    );
  }
  const times = new Float64Array(rows);
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const at = { trace: options.name, line: row + 2 };
    const [time, value] = readRow((lines[row + 1] ?? '').trim(), at);
    if (row > 0) checkOrder(times[row - 1] ?? 0, time, at);
    times[row] = time;
    values[row] = value;
  }
  return traceOf(options.name, times, values);
}

/** Epoch milliseconds; NaN when it is no time. */
function parseTime(text: string): number {
  const match = TIME.exec(text);
  if (!match) return Number.NaN;
  return Date.parse(match.groups?.['zone'] === undefined ? `${text}Z` : text);
}

function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function checkHeader(header: string, trace: string): void {
  if (header === HEADER) return;
  if (header === '') throw new TraceError({ trace, line: null }, `the file is empty, expected "${HEADER}" and rows`);
  throw new TraceError({ trace, line: 1 }, `the header is ${quoted(header)}, expected "${HEADER}"`);
}

function readRow(row: string, at: { trace: string; line: number }): readonly [time: number, value: number] {
  const comma = row.indexOf(',');
  if (comma < 0 || row.includes(',', comma + 1)) {
    throw new TraceError(at, `${quoted(row)} is not a row, expected a time, a comma and a number`);
  }
  const timeText = row.slice(0, comma).trim();
  const time = parseTime(timeText);
  if (Number.isNaN(time)) {
    throw new TraceError(at, `${quoted(timeText)} is not a time such as 2026-11-24T08:00:00Z`);
  }
  const valueText = row.slice(comma + 1).trim();
  const value = NUMBER.test(valueText) ? Number(valueText) : Number.NaN;
  if (!Number.isFinite(value)) {
    throw new TraceError(at, `${quoted(valueText)} is not a number of zero or more (leave the row out when it is not known)`);
  }
  return [time, value];
}

function checkOrder(before: number, time: number, at: { trace: string; line: number }): void {
  if (time === before)
    throw new TraceError(at, `the time ${new Date(time).toISOString()} is there twice, keep one row of it${CLOCK_HINT}`);
  if (time < before) {
    const [late, early] = [new Date(before).toISOString(), new Date(time).toISOString()];
    throw new TraceError(at, `${early} comes after ${late}, sort the rows by time${CLOCK_HINT}`);
  }
}

function quoted(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}...` : text}"`;
}
