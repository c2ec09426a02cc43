import { describe, expect, it } from 'vitest';
import type { Output } from './output.ts';
import { printAll } from './print-all.ts';

async function printed(pages: readonly (readonly number[])[], json: boolean): Promise<{ out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const output: Output = { json, interactive: false, out: (text) => out.push(text), err: (text) => err.push(text) };
  const each = (async function* () {
    yield* pages;
  })();
  await printAll(output, each, { json: (value) => ({ value }), line: (value) => `value ${value}`, none: 'nothing there' });
  return { out, err };
}

describe('printing all', () => {
  it('writes one JSON array over all pages', async () => {
    const { out } = await printed([[1, 2], [], [3]], true);
    expect(JSON.parse(out.join('\n'))).toEqual([{ value: 1 }, { value: 2 }, { value: 3 }]);
  });

  it('writes an empty array and nothing else for nothing', async () => {
    expect(await printed([[]], true)).toEqual({ out: ['[]'], err: [] });
  });

  it('writes a line each for people, or says that there is nothing', async () => {
    expect(await printed([[1], [2]], false)).toEqual({ out: ['value 1', 'value 2'], err: [] });
    expect(await printed([], false)).toEqual({ out: [], err: ['nothing there'] });
  });
});
