import { describe, expect, it } from 'vitest';
import { parseTrace } from './parse-trace.ts';
import { TraceError } from './trace.ts';

const HEADER = 'timestamp_iso,value';
const parse = (...lines: string[]) => parseTrace(lines.join('\n'), { name: 'load.csv' });

function messageOf(...lines: string[]): string {
  try {
    parse(...lines);
  } catch (error) {
    if (error instanceof TraceError) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a trace', () => {
  it('is read with its times, values and step', () => {
    const trace = parse(HEADER, '2026-11-24T08:00:00Z,1.5', '2026-11-24T08:01:00Z,2e2', '2026-11-24T08:02:00Z,0', '');
    expect([...trace.times].map((time) => new Date(time).toISOString().slice(11, 16))).toEqual(['08:00', '08:01', '08:02']);
    expect([...trace.values]).toEqual([1.5, 200, 0]);
    expect(trace.stepSeconds).toBe(60);
    expect(trace.gaps).toEqual({ count: 0, longestSeconds: 0 });
  });

  it('may have offsets, Windows line ends and a byte order mark', () => {
    const text = `\uFEFF${HEADER}\r\n1995-07-01T00:00:00-04:00,42\r\n1995-07-01T00:01:00-04:00,61\r\n`;
    expect(parseTrace(text, { name: 'n' }).times[0]).toBe(Date.UTC(1995, 6, 1, 4));
  });

  it('goes on evenly when clocks are put back or forward, as far as its times have offsets', () => {
    const autumn = ['00:30:00+02:00', '01:30:00+02:00', '02:30:00+02:00', '02:30:00+01:00', '03:30:00+01:00'];
    const rows = autumn.map((time) => `2026-10-25T${time},1`);
    expect(parse(HEADER, ...rows)).toMatchObject({ stepSeconds: 3_600, gaps: { count: 0 } });
    const spring = ['2026-03-29T01:30:00+01:00,1', '2026-03-29T03:30:00+02:00,1', '2026-03-29T04:30:00+02:00,1'];
    expect(parse(HEADER, ...spring)).toMatchObject({ stepSeconds: 3_600, gaps: { count: 0 } });
    const local = rows.map((row) => row.replace(/[+]0\d:00/, ''));
    expect(messageOf(HEADER, ...local)).toContain(
      'is there twice, keep one row of it (a time without an offset is read as UTC)',
    );
  });

  it('may have gaps and tells how many and how long', () => {
    const minutes = [0, 1, 2, 5, 6, 16, 17].map((minute) => `2026-11-24T08:${String(minute).padStart(2, '0')}:00Z,1`);
    expect(parse(HEADER, ...minutes).gaps).toEqual({ count: 2, longestSeconds: 600 });
  });

  it.each([
    ['nothing', [''], 'load.csv: the file is empty, expected "timestamp_iso,value" and rows'],
    ['only a header', [HEADER], 'load.csv: 0 rows of data, at least 2 are needed'],
    ['one row', [HEADER, '2026-11-24T08:00:00Z,1'], 'load.csv: 1 row of data, at least 2 are needed'],
    [
      'another header',
      ['time,value', 'x', 'y'],
      'load.csv, line 1: the header is "time,value", expected "timestamp_iso,value"',
    ],
  ])('is refused when there is %s', (_, lines, message) => {
    expect(messageOf(...lines)).toBe(message);
  });

  it.each([
    ['a word for a number', '2026-11-24T08:01:00Z,many', '"many" is not a number of zero or more'],
    ['no number', '2026-11-24T08:01:00Z,', '"" is not a number'],
    ['NaN', '2026-11-24T08:01:00Z,NaN', '"NaN" is not a number'],
    ['infinity', '2026-11-24T08:01:00Z,1e999', '"1e999" is not a number'],
    ['a number below zero', '2026-11-24T08:01:00Z,-1', '"-1" is not a number of zero or more'],
    ['hexadecimal', '2026-11-24T08:01:00Z,0x10', '"0x10" is not a number'],
    ['a third column', '2026-11-24T08:01:00Z,1,2', 'is not a row'],
    ['no comma', '2026-11-24T08:01:00Z', 'is not a row'],
    ['an empty line', '', '"" is not a row'],
    ['a time without a day', '08:01:00,1', '"08:01:00" is not a time such as'],
    ['a day that does not exist', '2026-13-24T08:01:00Z,1', 'is not a time'],
    ['a repeated time', '2026-11-24T08:00:00Z,1', 'the time 2026-11-24T08:00:00.000Z is there twice'],
    ['the same time in another offset', '2026-11-24T09:00:00+01:00,1', 'is there twice'],
    ['an earlier time', '2026-11-24T07:59:00Z,1', '07:59:00.000Z comes after 2026-11-24T08:00:00.000Z, sort the rows'],
  ])('is refused with its line when there is %s', (_, row, problem) => {
    const message = messageOf(HEADER, '2026-11-24T08:00:00Z,1', row, '2026-11-24T08:02:00Z,1');
    expect(message).toContain('load.csv, line 3: ');
    expect(message).toContain(problem);
  });
});

it('refuses a mistaken year instead of playing two thousand of them', () => {
  const parsed = (...rows: string[]) => parseTrace(['timestamp_iso,value', ...rows].join('\n'), { name: 'odd.csv' });
  expect(() => parsed('0001-03-01T00:00:00Z,5', '2026-03-01T00:01:00Z,6')).toThrow('days apart, a day is the most');
  const minutes = ['2026-03-01T00:01:00Z,6', '2026-03-01T00:02:00Z,6', '2026-03-01T00:03:00Z,6'];
  expect(() => parsed('1900-03-01T00:00:00Z,5', ...minutes)).toThrow('is a year mistaken?');
});
