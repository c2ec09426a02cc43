import { describe, expect, it } from 'vitest';
import { brokenLinks } from './links.ts';
import { readDocument, readDocuments } from './markdown.ts';

const all = readDocuments();

describe('the links of every Markdown file', () => {
  it.each(all)('$file leads to what is there', (document) => {
    expect(brokenLinks(document, all)).toEqual([]);
  });
});

it('docs/README.md leads to every document', () => {
  const listed = all.find(({ file }) => file === 'docs/README.md')?.links.map(({ target }) => `docs/${target}`) ?? [];
  const documents = all.map(({ file }) => file).filter((file) => /^docs\/[^/]+$/.test(file) && file !== 'docs/README.md');
  expect(documents.filter((file) => !listed.includes(file))).toEqual([]);
});

describe('a wrong link is found', () => {
  const faultsOf = (text: string) => brokenLinks(readDocument('docs/cost.md', text), [readDocument('docs/cost.md', text)]);

  it.each([
    ['a file that is not there', '[x](nowhere.md)'],
    ['an anchor that is not there', '# One\n\n[x](#two)'],
    ['an anchor in another file', '[x](../README.md#no-such-heading)'],
    ['a picture', '![x](images/nowhere.svg)'],
    ['one of HTML', '<img src="images/nowhere.svg">'],
    ['one that is defined apart', '[x]: nowhere.md'],
    ['one that leads out', '[x](../../elsewhere)'],
    ['one that begins at the root', '[x](/docs/cost.md)'],
  ])('%s', (_, text) => expect(faultsOf(text)).toHaveLength(1));

  it.each([
    ['another site', '[x](https://example.org/#a)'],
    ['a file', '[x](cost.md)'],
    ['a folder', '[x](../infra)'],
    ['an anchor', "# What `a-<b>` costs, & why's\n\n[x](#what-a-b-costs--whys)"],
    ['the second heading of a name', '# One\n# One\n\n[x](#one-1)'],
    ['what only looks like a link', '`[x](nowhere.md)`\n\n```\n[x](nowhere.md)\n```'],
  ])('but not %s', (_, text) => expect(faultsOf(text)).toEqual([]));
});
