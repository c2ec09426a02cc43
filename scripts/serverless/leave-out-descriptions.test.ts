import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import leaveOutDescriptions from './leave-out-descriptions.cjs';

const CATALOGUE = fileURLToPath(new URL('../../packages/events/src/catalogue/index.ts', import.meta.url));

async function bundled(plugins: readonly (typeof leaveOutDescriptions)[]): Promise<string> {
  const options = { bundle: true, format: 'esm', platform: 'node', write: false } as const;
  const { outputFiles } = await build({ ...options, plugins: [...plugins], entryPoints: [CATALOGUE] });
  return outputFiles[0]?.text ?? '';
}

it('a bundle has the schemas of the events and none of what is said of them', async () => {
  const described = /\.describe\(|description: "[^"]/g;
  const [whole, without] = [await bundled([]), await bundled([leaveOutDescriptions])];
  const ours = (text: string) => text.slice(text.lastIndexOf('// packages/events/src/define-event.ts'));
  expect(ours(whole).match(described)?.length).toBeGreaterThan(100);
  expect(ours(without).match(described)).toBeNull();
  expect(ours(without).match(/schemaVersion: \d/g)).toEqual(ours(whole).match(/schemaVersion: \d/g));
});
