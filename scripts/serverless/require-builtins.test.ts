import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import requireBuiltins from './require-builtins.cjs';

const folder = mkdtempSync(join(tmpdir(), 'require-builtins-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PROGRAM = `import { request } from 'node:http';
  import http from 'http';
  import * as crypto from 'node:crypto';
  import { setTimeout as sleep } from 'node:timers/promises';
  await sleep(1);
  const loaded = ['undici', 'webcrypto'].filter((part) => process.moduleLoadList.some((name) => name.includes(part)));
  console.log(JSON.stringify({ isThere: http.request === request && crypto.createHash('sha256').digest().length === 32, loaded }));`;

async function bundled(plugins: readonly Plugin[]): Promise<unknown> {
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  const options = { bundle: true, format: 'esm', platform: 'node', write: false } as const;
  const { outputFiles } = await build({ ...options, banner, plugins: [...plugins], stdin: { contents: PROGRAM } });
  const file = join(folder, 'program.mjs');
  writeFileSync(file, outputFiles[0]?.text ?? '');
  return JSON.parse(spawnSync(process.execPath, [file], { encoding: 'utf8' }).stdout);
}

it('a bundle that asks for http and crypto does not get all of undici and of Web Crypto with them', async () => {
  expect(await bundled([])).toEqual({ isThere: true, loaded: ['undici', 'webcrypto'] });
  expect(await bundled([requireBuiltins])).toEqual({ isThere: true, loaded: [] });
});
