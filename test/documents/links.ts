import { existsSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { type Link, type MarkdownDocument, ROOT } from './markdown.ts';

const ELSEWHERE = /^[a-z][a-z+.-]*:/i;

/** What is wrong with the links of a document, one sentence each. Addresses of other sites are not looked at. */
export function brokenLinks(document: MarkdownDocument, all: readonly MarkdownDocument[]): readonly string[] {
  return document.links.flatMap((link) => {
    const wrong = faultOf(link, all);
    return wrong === null ? [] : [`${link.file}:${link.line}: ${link.target}: ${wrong}`];
  });
}

function faultOf({ file, target }: Link, all: readonly MarkdownDocument[]): string | null {
  if (ELSEWHERE.test(target)) return null;
  const [path = '', anchor] = decodeURIComponent(target).split('#');
  if (path.startsWith('/')) return 'begins at the root of the site, not beside the file';
  const place = path === '' ? file : normalize(join(file, '..', path));
  if (place.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(join(ROOT, place))) return `there is no ${place}`;
  if (anchor === undefined) return null;
  const aim = all.find((document) => document.file === place);
  if (aim === undefined) return `${place} is no Markdown file, and so has no anchors`;
  return aim.anchors.has(anchor) ? null : `${place} has no heading of this name`;
}
