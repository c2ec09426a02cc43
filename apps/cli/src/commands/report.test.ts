import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deriveEventId, type NewEvent, toTimestamp } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../program.ts';

// Long ago for every clock, so that the weeks are over: week 29 of 1995 begins on 17 July.
const LAUNCHED = Date.parse('1995-07-10T00:00:00.000Z');

let folder: string;
let said: { out: string; err: string };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'smartscale-report-'));
  said = { out: '', err: '' };
  const keep = (stream: 'out' | 'err') => (text: unknown) => {
    said[stream] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(keep('err'));
  const store = openSqliteEventStore({ file: join(folder, 'fleet.db'), now: () => LAUNCHED });
  const id = deriveEventId(LAUNCHED, 'launched');
  const place = { zone: 'ap-south-1a', capacityType: 'spot', instanceType: 't3.medium', pricePerHourUsd: 0.01 };
  const times = { launchedAt: toTimestamp(LAUNCHED), joinBy: toTimestamp(LAUNCHED) };
  const data = { launchId: 'l', instanceId: 'i-1', nodeName: 'n', cause: 'scale-up', replaces: null, ...place, ...times };
  const event = { id, type: 'NodeLaunched', data, occurredAt: toTimestamp(LAUNCHED), correlationId: id, causationId: id };
  await store.append('fleet-local', [event as unknown as NewEvent], { expectedVersion: 0 });
  store.close();
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const smartscale = (...words: readonly string[]) =>
  run(['node', 'smartscale', 'report', ...words, '--store', `sqlite:${join(folder, 'fleet.db')}`]);

describe('smartscale report', () => {
  it('tells of a week, as Markdown', async () => {
    expect(await smartscale('--week', '1995-W29')).toBe(0);
    expect(said.out).toContain('# local, week 1995-W29\n\n1995-07-17 00:00 to 1995-07-24 00:00 UTC');
    expect(said.out).toContain('| the same hours, all On-Demand |');
    expect(said.out).toContain('Nothing in this week asks for a change of the policy.');
  });

  it('or of another span, as JSON', async () => {
    expect(await smartscale('--from', '1995-07-12', '--to', '1995-07-12T12:00', '--json')).toBe(0);
    const report = JSON.parse(said.out);
    expect(report).toMatchObject({ cluster: 'local', books: { hours: 12, workers: { hours: 12 } } });
    expect(report.books.workers.instanceUsd).toBeCloseTo(0.12, 9);
  });

  it('writes a file', async () => {
    const file = join(folder, 'week.md');
    expect(await smartscale('--week', '1995-W29', '--out', file)).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('# local, week 1995-W29');
    expect(said).toEqual({ out: '', err: `written to ${file}\n` });
  });

  it.each([
    [['--week', '1995-W60'], '--week takes a week of ISO 8601 such as 2026-W47, not "1995-W60"'],
    [['--week', '1995-W20'], 'cluster local had no worker in 1995-W20'],
    [['--week', '3026-W20'], '3026-W20 has not begun'],
    [['--from', '1995-07-12'], '--from and --to go together'],
    [['--from', '1995-07-12', '--to', '1995-07-11'], '--to (1995-07-11) is not after --from'],
    [['--from', '1995-07-12', '--to', '1995-09-12'], 'more than 35 days apart'],
    [['--week', '1995-W29', '--from', '1995-07-12'], 'a report is of --week, or of --from and --to'],
    [['--time-zone', 'Mars'], '--time-zone takes a zone such as Asia/Kolkata, not "Mars"'],
    [['--week', '1995-W29', '--out', '/nowhere/at/all.md'], 'cannot write /nowhere/at/all.md'],
  ])('refuses %j', async (words, why) => {
    expect(await smartscale(...words)).toBe(2);
    expect(said.err).toContain(why);
    expect(existsSync('/nowhere')).toBe(false);
  });
});
