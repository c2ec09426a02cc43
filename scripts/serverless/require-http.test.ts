import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import requireHttp from './require-http.cjs';

const folder = mkdtempSync(join(tmpdir(), 'require-http-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PROGRAM = `import { request } from 'node:http';
  import http from 'http';
  const loaded = process.moduleLoadList.some((name) => name.includes('undici'));
  console.log(JSON.stringify({ isThere: http.request === request, loaded }));`;

async function bundled(plugins: readonly Plugin[]): Promise<unknown> {
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  const options = { bundle: true, format: 'esm', platform: 'node', write: false } as const;
  const { outputFiles } = await build({ ...options, banner, plugins: [...plugins], stdin: { contents: PROGRAM } });
  const file = join(folder, 'program.mjs');
  writeFileSync(file, outputFiles[0]?.text ?? '');
  return JSON.parse(spawnSync(process.execPath, [file], { encoding: 'utf8' }).stdout);
}

it('a bundle that asks for http does not get all of undici with it', async () => {
  expect(await bundled([])).toEqual({ isThere: true, loaded: true });
  expect(await bundled([requireHttp])).toEqual({ isThere: true, loaded: false });
});
