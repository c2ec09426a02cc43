import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { UsageError } from '../exit.ts';
import { askForDrill, askForReport, NobodyThereError } from './ask-control.ts';
import type { ControlAnswer, ControlRequest } from './messages.ts';
import { openControl } from './open-control.ts';
import { controlSocketOf, MAX_SOCKET_PATH_BYTES } from './socket-path.ts';

const begun = { begunAt: 1, instanceIds: ['i-1'] };
const report = { now: 2, strikes: [], instances: [] };
const interrupt = { drill: 'interrupt', instanceId: 'i-1' } as const;

function newSocket(): string {
  const folder = mkdtempSync(join(tmpdir(), 'control-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'fleet.control.sock');
}

async function opened(path: string, answer: (request: ControlRequest) => ControlAnswer) {
  const control = await openControl(path, answer);
  onTestFinished(() => control.close());
  return control;
}

it('takes orders of its owner alone, and is gone when it is closed', async () => {
  const path = newSocket();
  const control = await opened(path, ({ ask }) => ({ ok: true, answer: ask === 'drill' ? begun : report }));
  expect(await askForDrill(path, interrupt)).toEqual(begun);
  expect(await askForReport(path)).toEqual(report);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await control.close();
  expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
  await expect(askForReport(path)).rejects.toThrow(NobodyThereError);
});

it('refuses in its own words', async () => {
  const path = newSocket();
  await opened(path, () => ({ ok: false, problem: 'i-1 does not run' }));
  await expect(askForDrill(path, interrupt)).rejects.toThrow(new UsageError('i-1 does not run'));
});

it.each([
  ['no number', { drill: 'metrics-outage', forSeconds: 'long' }],
  ['another drill', { drill: 'explode' }],
  ['a line that does not end', { drill: 'kill-zone', zone: 'z'.repeat(5_000), forSeconds: 1 }],
])('answers %s with what is wrong', async (_, request) => {
  const path = newSocket();
  await opened(path, () => ({ ok: true, answer: begun }));
  const asked = askForDrill(path, request as never);
  if (request.drill === 'kill-zone') await expect(asked).rejects.toThrow(/one line of JSON/);
  else await expect(asked).rejects.toThrow(/not a request/);
});

it('replaces a socket that a process left behind', async () => {
  const path = newSocket();
  const dead = createServer().listen(path);
  await new Promise((resolve) => dead.once('listening', resolve));
  onTestFinished(() => void dead.close());
  await opened(path, () => ({ ok: true, answer: report }));
  expect(await askForReport(path)).toEqual(report);
});

it('leaves alone what is no socket', async () => {
  const path = newSocket();
  writeFileSync(path, 'mine');
  await expect(openControl(path, () => ({ ok: true, answer: null }))).rejects.toThrow(/no socket: move it away/);
});

it('says when a path is too long for a socket', () => {
  const path = (bytes: number) => `/${'d'.repeat(bytes - '/x.control.sock'.length - 1)}/x.db`;
  expect(controlSocketOf(path(MAX_SOCKET_PATH_BYTES))).toHaveLength(MAX_SOCKET_PATH_BYTES);
  expect(() => controlSocketOf(path(MAX_SOCKET_PATH_BYTES + 1))).toThrow(/108 bytes.*shorter name/);
  expect(controlSocketOf('fleet.db')).toBe('fleet.control.sock');
});
