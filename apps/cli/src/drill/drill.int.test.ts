import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askForReport } from '../control/ask-control.ts';
import type { DrillResult } from './format-drill.ts';

const CLI = join(import.meta.dirname, '../main.ts');
const HOUR = 3_600_000;
const SPEED = '200';

describe('drills of a fleet that lives', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drill-'));
  const store = `sqlite:${join(folder, 'fleet.db')}`;
  const socket = join(folder, 'fleet.control.sock');
  let fleet: ChildProcess;

  beforeAll(async () => {
    writeFileSync(join(folder, 'level.csv'), levelDemand());
    fleet = await startFleet();
  });
  afterAll(async () => {
    await ended(fleet, 'SIGINT');
    rmSync(folder, { recursive: true });
  });

  async function startFleet(): Promise<ChildProcess> {
    const args = ['up', '--store', store, '--trace', join(folder, 'level.csv'), '--speed', SPEED, '--head-start', '3h'];
    const child = spawn(process.execPath, [CLI, ...args], { stdio: 'ignore' });
    while (!(await hasBegun()) && child.exitCode === null) await pause(50);
    return child;
  }

  /** The head start passes as fast as it goes; the demand begins at the epoch. */
  async function hasBegun(): Promise<boolean> {
    const report = await askForReport(socket).catch(() => null);
    return report !== null && report.now >= 3 * HOUR;
  }

  /** A worker that is exchanged just then is waited for. */
  async function drill(...args: readonly string[]): Promise<Said> {
    for (;;) {
      const said = await smartscale('drill', ...args, '--store', store);
      if (!said.err.includes('is being exchanged')) return said;
    }
  }

  // Longest first: it needs a fleet whose mix is as the policy wants it.
  it.each([['capacity-error'], ['interrupt'], ['kill-zone'], ['crash'], ['metrics-outage']])(
    '%s: all is as expected',
    async (name) => {
      const { code, out, err } = await drill(name, '--json');
      expect(err).toContain('Ctrl-C ends that');
      const result = JSON.parse(out) as DrillResult;
      expect(result.findings.filter(({ verdict }) => verdict !== 'as-expected')).toEqual([]);
      expect(result.findings.length).toBeGreaterThan(5);
      expect(result).toMatchObject({ drill: name, ok: true, cutShort: null });
      expect(code).toBe(0);
    },
  );

  it.each([
    [/there is no worker i-0: choose one of i-/, ['interrupt', '--instance', 'i-0']],
    [/no worker carries pods in "nowhere": there are some in ap-south-1/, ['kill-zone', '--zone', 'nowhere']],
    [/--for 5m is too short: .*; take 8m or more/, ['metrics-outage', '--for', '5m']],
    [/"soon" is not a duration/, ['capacity-error', '--for', 'soon']],
  ])('wrong use says %s', async (problem, args) => {
    const { code, err } = await drill(...args);
    expect(err).toMatch(problem);
    expect(code).toBe(2);
  });

  it('a fleet that ends in the middle is not as expected; then there is none to drill, and the next one takes its place', async () => {
    const cut = begin('drill', 'metrics-outage', '--for', '2h', '--store', store);
    while (!cut.said.err.includes('Ctrl-C ends that') && cut.child.exitCode === null) await pause(20);
    await ended(fleet, 'SIGKILL');
    const { code, out } = await cut.end;
    expect(out).toContain('not followed to its end: the fleet has ended');
    expect(code).toBe(1);

    const alone = await drill('crash');
    expect(alone.err).toContain(
      `no fleet lives on ${join(folder, 'fleet.db')} just now: start one with "npx smartscale up --store`,
    );
    expect(alone.code).toBe(2);
    expect(existsSync(socket)).toBe(true);

    // The socket that was left behind is no hindrance.
    fleet = await startFleet();
    const again = JSON.parse((await drill('crash', '--json')).out) as DrillResult;
    expect(again.findings.filter(({ verdict }) => verdict !== 'as-expected')).toEqual([]);
  });
});

/** A fleet of six that stays so, for two days. One hour of more makes that half of the usual peak. */
function levelDemand(): string {
  const hours = Array.from({ length: 48 }, (_, hour) => `${new Date(hour * HOUR).toISOString()},${hour === 47 ? 100 : 50}`);
  return ['timestamp_iso,value', ...hours].join('\n');
}

type Said = { readonly code: number | null; readonly out: string; readonly err: string };

const smartscale = (...args: readonly string[]): Promise<Said> => begin(...args).end;

function begin(...args: readonly string[]) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (said.out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said.err += part));
  const end = new Promise<Said>((resolve) => child.once('close', (code) => resolve({ code, ...said })));
  return { child, said, end };
}

function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const end = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.kill(signal);
  return end;
}
