import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Block, ROOT, readDocuments } from './markdown.ts';
import { readShell } from './shell.ts';

const SMARTSCALE = join(ROOT, 'node_modules/.bin/smartscale');
const DOCUMENTED_INSTANCE = 'i-0123456789abcdef0';
const PROMPT = /^\$ (.*)$/gm;

/** Why a documented command is not executed here; the first that fits. All others are. */
const NOT_HERE: readonly (readonly [why: string, fits: (words: readonly string[]) => boolean])[] = [
  [
    'goes on until it is stopped',
    ([command = '', ...rest]) => ['up', 'console', 'exporter'].includes(command) || rest.includes('--follow'),
  ],
  ['takes minutes, and has its own tests', ([command]) => command === 'torture'],
  ['simulates a month', (words) => words[0] === 'simulate' && words[words.indexOf('--days') + 1] === '30'],
  ['needs a living fleet, and has its own tests', ([command]) => command === 'drill'],
  ['asks for a whole week, and the fleet here is two days old', (words) => words[0] === 'report' && !words.includes('--from')],
  [
    'asks for a moment in the life of another fleet',
    ([command = '', ...rest]) =>
      ['forecast', 'replay'].includes(command) && rest.some((word) => /^\d{4}-/.test(word) && !word.startsWith('1995-07-1')),
  ],
  ['needs AWS', (words) => words.some((word) => /^(?:--stage|--archive|--before|--after|dynamodb:.*)$/.test(word))],
  ['needs a real fleet', (words) => words.includes('--config') || words.includes('--prometheus')],
];

/** The answer of these may be no, which is no fault of the document. */
const MAY_SAY_NO = new Set(['doctor', 'replay --policy']);

type Documented = { readonly where: string; readonly words: readonly string[] };

const folder = mkdtempSync(join(tmpdir(), 'documented-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const documented = readDocuments().flatMap(({ blocks }) => blocks.flatMap(commandsOf));
const executed = [...new Map(documented.filter(isExecuted).map((each) => [each.words.join(' '), each])).values()];

let instance = '';

beforeAll(() => {
  const day = readFileSync(join(ROOT, 'apps/simulator/traces/nasa-http.csv'), 'utf8').split('\n').slice(0, 1_441).join('\n');
  for (const file of ['day.csv', 'load.csv']) writeFileSync(join(folder, file), day);
  writeFileSync(join(folder, 'other.csv.gz'), gzipSync(day));
  // Documents speak from the root of the repository.
  for (const ours of ['policies', 'policy.example.yaml']) cpSync(join(ROOT, ours), join(folder, ours), { recursive: true });
  const policy = readFileSync(join(ROOT, 'policy.example.yaml'), 'utf8').replace(/^(\s+max:) 10/m, '$1 8');
  for (const file of ['my.yaml', 'policy.yaml']) writeFileSync(join(folder, file), policy);
  expect(smartscale(['simulate', '--days', '2', '--store', 'sqlite:.smartscale/fleet.db'])).toMatchObject({ status: 0 });
  for (const suffix of ['', '.views'])
    for (const copy of ['fleet', 'month'])
      cpSync(join(folder, `.smartscale/fleet${suffix}.db`), join(folder, `${copy}${suffix}.db`));
  const events = JSON.parse(smartscale(['events', '--type', 'NodeLaunched', '--json']).stdout) as {
    data: { instanceId: string };
  }[];
  instance = events.at(-1)?.data.instanceId ?? '';
  expect(instance).toMatch(/^i-/);
});

it('executes what can be executed on one machine in a short time', () => {
  const commands = new Set(executed.map(({ words }) => words[0]));
  expect([...commands]).toEqual(
    expect.arrayContaining(['explain', 'events', 'node', 'replay', 'cost', 'policy', 'backtest', 'simulate']),
  );
});

it.each(executed)('$where: smartscale $words', ({ words }) => {
  const { status, stdout, stderr } = smartscale(words.map((word) => (word === DOCUMENTED_INSTANCE ? instance : word)));
  const saysNo = status === 1 && (MAY_SAY_NO.has(words[0] ?? '') || MAY_SAY_NO.has(`${words[0]} ${words[1]}`));
  expect(saysNo ? 0 : status, stderr).toBe(0);
  expect(stdout + stderr).not.toBe('');
  if (words.includes('--json')) expect(() => void JSON.parse(stdout)).not.toThrow();
});

function commandsOf({ file, line, language, text }: Block): readonly Documented[] {
  const isTyped = language === 'sh' || language === 'bash';
  const script = isTyped ? text : Array.from(text.matchAll(PROMPT), ([, command = '']) => command).join('\n');
  const canBeRead = isTyped || ['', 'console', 'text'].includes(language);
  return (canBeRead ? readShell(script) : []).flatMap((command) => {
    const words = command.words[0] === 'npx' ? command.words.slice(1) : command.words;
    return words[0] === 'smartscale' ? [{ where: `${file}:${line + command.line}`, words: words.slice(1) }] : [];
  });
}

function isExecuted({ words }: Documented): boolean {
  return !NOT_HERE.some(([, fits]) => fits(words));
}

function smartscale(words: readonly string[]) {
  const { SMARTSCALE_STORE: _, SMARTSCALE_CLUSTER: __, ...env } = process.env;
  return spawnSync(SMARTSCALE, words, { cwd: folder, env, encoding: 'utf8', timeout: 120_000, maxBuffer: 256 * 2 ** 20 });
}
