import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** A fenced block: what it is of, and the line of the file on which its text begins. */
export type Block = { readonly file: string; readonly line: number; readonly language: string; readonly text: string };

/** What stands between backticks in running text. */
export type Span = { readonly file: string; readonly line: number; readonly text: string };

export type Link = { readonly file: string; readonly line: number; readonly target: string };

export type MarkdownDocument = {
  /** From the root of the repository. */
  readonly file: string;
  readonly blocks: readonly Block[];
  readonly spans: readonly Span[];
  readonly links: readonly Link[];
  /** The anchors that GitHub gives to its headings. */
  readonly anchors: ReadonlySet<string>;
};

const FENCE = /^\s*(`{3,}|~{3,})\s*([\w-]*)/;
const HEADING = /^#{1,6}\s+(.*?)\s*#*$/;
const SPAN = /`([^`]+)`/g;
const LINK = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s+(\S+)|\b(?:href|src|srcset)="([^"]+)"/g;

/** Every Markdown file that Git knows or would take. */
export function readDocuments(): readonly MarkdownDocument[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '*.md'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => file !== '');
  return files.map((file) => readDocument(file, readFileSync(join(ROOT, file), 'utf8')));
}

export function readDocument(file: string, text: string): MarkdownDocument {
  const { blocks, prose } = splitBlocks(file, text);
  const spans = prose.flatMap(({ line, text: words }) =>
    Array.from(words.matchAll(SPAN), ([, span = '']) => ({ file, line, text: span })),
  );
  const links = prose.flatMap(({ line, text: words }) =>
    Array.from(words.replaceAll(SPAN, '').matchAll(LINK), ([, inline, defined, html]) => ({
      file,
      line,
      target: inline ?? defined ?? html ?? '',
    })),
  );
  return { file, blocks, spans, links, anchors: anchorsOf(prose.map(({ text: words }) => words)) };
}

type Line = { readonly line: number; readonly text: string };

function splitBlocks(file: string, text: string): { readonly blocks: readonly Block[]; readonly prose: readonly Line[] } {
  const blocks: Block[] = [];
  const prose: Line[] = [];
  let open: { readonly fence: string; readonly language: string; readonly from: number; readonly lines: string[] } | null =
    null;
  for (const [index, line] of text.split('\n').entries()) {
    const [, fence = '', language = ''] = FENCE.exec(line) ?? [];
    if (open !== null && fence.startsWith(open.fence) && language === '') {
      blocks.push({ file, line: open.from, language: open.language, text: open.lines.join('\n') });
      open = null;
    } else if (open !== null) open.lines.push(line);
    else if (fence !== '') open = { fence, language, from: index + 2, lines: [] };
    else prose.push({ line: index + 1, text: line });
  }
  if (open !== null) throw new Error(`${file}:${open.from - 1}: the block has no end`);
  return { blocks, prose };
}

/** GitHub's rule: lower case, without punctuation, hyphens for spaces, a number for the second of a name. */
function anchorsOf(lines: readonly string[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const line of lines) {
    const heading = HEADING.exec(line)?.[1]?.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    if (heading === undefined) continue;
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}
