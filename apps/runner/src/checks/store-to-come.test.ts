import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storeToCome } from './store-to-come.ts';

/** Of nobody in particular. */
const STRANGER = 65_534;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smartscale-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('is promised where whoever asks may make it, its folders too, and is not made', () => {
  expect(storeToCome(join(folder, 'fleet.db'))).toMatch(/fleet\.db will be created by the user \S+$/);
  expect(storeToCome(join(folder, 'a/b/fleet.db'))).toMatch(
    /fleet\.db will be created, with its folder .*a\/b, by the user \S+$/,
  );
  expect(readdirSync(folder)).toEqual([]);
});

it('is not promised where a file is in the way of its folder', () => {
  writeFileSync(join(folder, 'a'), '');
  expect(() => storeToCome(join(folder, 'a/b/fleet.db'))).toThrow(/cannot be created: .*\/a is not a folder/);
});

it('is not promised where whoever asks may not write', () => {
  chmodSync(folder, 0o555);
  const module = new URL('store-to-come.ts', import.meta.url).href;
  const text = `import(${JSON.stringify(module)}).then(({ storeToCome }) => console.log(storeToCome(process.argv[1])))`;
  const isRoot = process.getuid?.() === 0;
  const { stderr, stdout } = spawnSync(process.execPath, ['-e', text, join(folder, 'fleet.db')], {
    ...{ encoding: 'utf8', cwd: '/' },
    ...(isRoot && { uid: STRANGER, gid: STRANGER }),
  });
  expect(stdout).toBe('');
  expect(stderr).toMatch(/cannot be created: the user \S+ may not write into .*smartscale-store-/);
});
