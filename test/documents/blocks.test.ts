import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPolicy } from '@smartscale/events';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { MANUAL } from '../../apps/cli/src/help/manual.ts';
import { readPolicyFile } from '../../apps/cli/src/policy-file.ts';
import { faultOf } from './documented-command.ts';
import { type Block, type MarkdownDocument, ROOT, readDocument, readDocuments } from './markdown.ts';
import { readShell } from './shell.ts';

const PROMPT = /^\$ (.*)$/gm;
const NAMED = /^(?:npx )?smartscale [a-z]/;
const PATH = /^(?:apps|bench|docs|gitops|infra|packages|policies|scripts|services|test)\/[\w./@-]+$/;
const BUILT = /\/dist\b/;
const TYPED = new Set(['sh', 'bash']);

describe('the blocks of every Markdown file', () => {
  const documents = readDocuments().filter(({ blocks, spans }) => blocks.length + spans.length > 0);

  it.each(documents)('$file', async (document) => expect(await faultsOf(document)).toEqual([]));
});

describe('the examples of --help', () => {
  it.each(Object.entries(MANUAL))('of %s', async (_, { examples }) => {
    const script = examples.map(([line]) => line.replace(/ \| Out-String.*/, '')).join('\n');
    expect(await faultsOfShell(script)).toEqual([]);
  });
});

describe('a wrong block is found', () => {
  const wrong = (text: string) => faultsOf(readDocument('docs/example.md', text));
  const block = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\``;

  it.each([
    ['an unknown command', block('sh', 'npx smartscale explian last')],
    ['an unknown option', block('sh', 'npx smartscale cost --buy zone')],
    ['an option of another command', block('sh', 'npx smartscale node i-1 --follow')],
    ['a missing argument', block('sh', 'npx smartscale policy diff')],
    ['an argument too many', block('sh', 'npx smartscale replay yesterday')],
    ['a choice that there is not', block('sh', 'npx smartscale cost --by colour')],
    ['one after a prompt', block('', '$ smartscale simulat\nanswer')],
    ['one inside another', block('sh', 'source <(smartscale completion tcsh)')],
    ['an option behind npm start', block('sh', 'npm start -- --frash')],
    ['a script that npm does not have', block('sh', 'npm run lint')],
    ['a program that npx does not find', block('sh', 'npx smartscael up')],
    ['a file that is not there', block('sh', 'kubectl apply -f packages/kubernetes/rbac/nowhere.yaml')],
    ['a script that is not there', block('sh', 'scripts/deploy.sh --stage prod')],
    ['an option that a script does not have', block('sh', 'scripts/deploy-smartscale.sh --stge prod')],
    ['a program that nobody knows', block('sh', 'kubeclt get nodes')],
    ['a policy with a wrong knob', block('yaml', 'workers: { minimum: 2 }')],
    ['a policy with a wrong value', block('yaml', 'workers: { min: many }')],
    ['no YAML', block('yaml', 'a: [')],
    ['no JSON', block('json', '{ "a": 1, }')],
    ['no TypeScript', block('ts', 'const = 1;')],
    ['a language that nobody checks', block('pyhton', 'x')],
    ['a command in a sentence', 'Ask `smartscale explian last`.'],
    ['a file in a sentence', 'See `packages/events/src/nowhere.ts`.'],
    ['an option in a sentence', 'Ask `npx smartscale cost --buy zone`.'],
  ])('%s', async (_, text) => expect(await wrong(text)).toHaveLength(1));

  it.each([
    ['what is only named', 'See `smartscale node`, `smartscale policy show | diff`, `smartscale run`, `smartscale-dev`.'],
    ['a help', block('sh', 'npx smartscale cost --help')],
    ['what is not ours', block('yaml', 'scrape_configs:\n  - job_name: x')],
  ])('but not %s', async (_, text) => expect(await wrong(text)).toEqual([]));
});

async function faultsOf({ blocks, spans }: MarkdownDocument): Promise<readonly string[]> {
  const inBlocks = blocks.map(async (block) => {
    const faults = await faultsOfBlock(block);
    return faults.map(({ line, fault }) => `${block.file}:${block.line + line}: ${fault}`);
  });
  const inSpans = spans
    .filter(({ text }) => NAMED.test(text))
    .map(async ({ file, line, text }) => {
      const [first] = readShell(text);
      const fault = await faultOf(first?.words ?? [], { named: true });
      return fault === null ? [] : [`${file}:${line}: ${fault}`];
    });
  const missing = spans.flatMap(({ file, line, text }) => {
    const isThere = [ROOT, join(ROOT, file, '..')].some((from) => existsSync(join(from, text)));
    return !PATH.test(text) || BUILT.test(text) || isThere ? [] : [`${file}:${line}: there is no ${text}`];
  });
  return [...(await Promise.all([...inBlocks, ...inSpans])).flat(), ...missing];
}

type Fault = { readonly line: number; readonly fault: string };

async function faultsOfBlock({ language, text }: Block): Promise<readonly Fault[]> {
  if (TYPED.has(language)) return faultsOfShell(text);
  switch (language) {
    case '':
    case 'console':
    case 'text':
      return faultsOfShell(Array.from(text.matchAll(PROMPT), ([, command = '']) => command).join('\n'));
    case 'yaml':
      return asFault(() => checkYaml(text));
    case 'json':
      return asFault(() => void JSON.parse(text));
    case 'ts':
      return asFault(() => transform(text, { loader: 'ts' }));
    case 'mermaid':
      return /^(?:flowchart|sequenceDiagram|stateDiagram-v2)\b/.test(text) ? [] : [{ line: 0, fault: 'no diagram of mermaid' }];
    default:
      return [{ line: 0, fault: `nobody checks blocks of "${language}"` }];
  }
}

async function faultsOfShell(text: string): Promise<readonly Fault[]> {
  const all = readShell(text).map(async ({ line, words }) => ({ line, fault: await faultOf(words) }));
  return (await Promise.all(all)).filter((each): each is Fault => each.fault !== null);
}

async function asFault(check: () => unknown): Promise<readonly Fault[]> {
  try {
    await check();
    return [];
  } catch (error) {
    return [{ line: 0, fault: (error as Error).message }];
  }
}

/** A block that has nothing but sections of a policy is one. */
function checkYaml(text: string): void {
  const document = parseDocument(text, { logLevel: 'error' });
  const [error] = document.errors;
  if (error) throw error;
  const value: unknown = document.toJS();
  const sections = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (sections.length === 0 || !sections.every((section) => Object.hasOwn(defaultPolicy(), section))) return;
  const folder = mkdtempSync(join(tmpdir(), 'documented-policy-'));
  try {
    const file = join(folder, 'policy.yaml');
    writeFileSync(file, text);
    readPolicyFile(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
