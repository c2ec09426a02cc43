import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KubernetesError } from '../port.ts';
import { credentialFromFile } from './credential.ts';

const GOOD = { server: 'https://10.0.0.5:6443', caCertificate: '-----BEGIN CERTIFICATE-----\nx', token: 'first' };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'credential-'));
  file = join(folder, 'credential.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a credential in a file', () => {
  it('is read again after 30 seconds and not before', async () => {
    let now = 0;
    const source = credentialFromFile(file, { now: () => now });
    writeFileSync(file, JSON.stringify(GOOD));
    expect(await source()).toEqual(GOOD);
    writeFileSync(file, JSON.stringify({ ...GOOD, token: 'second' }));
    now = 29_999;
    expect((await source()).token).toBe('first');
    now = 30_000;
    expect((await source()).token).toBe('second');
  });

  it.each([
    ['no file', undefined, /cannot be read: ENOENT/],
    ['no JSON', '{', /is no JSON/],
    ['no token', JSON.stringify({ ...GOOD, token: undefined }), /token: /],
    ['a token with a line break', JSON.stringify({ ...GOOD, token: 'hush\n' }), /token: expected a token without white space/],
    ['a server that is no URL', JSON.stringify({ ...GOOD, server: '10.0.0.5' }), /server: expected https/],
    ['a certificate that is none', JSON.stringify({ ...GOOD, caCertificate: 'x' }), /caCertificate: expected a certificate/],
  ])('%s: says what is wrong, and never the token', async (_, text, message) => {
    if (text !== undefined) writeFileSync(file, text);
    const error = await credentialFromFile(file, { now: () => 0 })().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KubernetesError);
    expect(error).toMatchObject({ kind: 'unauthorized', message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain('hush');
    expect((error as Error).message).toContain(file);
  });
});
