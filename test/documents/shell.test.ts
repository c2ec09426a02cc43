import { expect, it } from 'vitest';
import { readShell } from './shell.ts';

const wordsOf = (text: string) => readShell(text).map(({ words }) => words);

it.each<[what: string, text: string, commands: string[][]]>([
  ['words', 'npx smartscale cost --by zone', [['npx', 'smartscale', 'cost', '--by', 'zone']]],
  ['comments', 'npm start   # a fleet\n# only words', [['npm', 'start']]],
  ['quotes', `a 'b c' "d \\"e\\"" f\\ g`, [['a', 'b c', 'd "e"', 'f g']]],
  ['operators', 'cd a && npm ci; b | c', [['cd', 'a'], ['npm', 'ci'], ['b'], ['c']]],
  ['lines that go on', 'a \\\n  --b c', [['a', '--b', 'c']]],
  ['redirections', 'a --json > morning.json 2>&1', [['a', '--json']]],
  [
    'substitutions',
    'source <(smartscale completion bash)',
    [
      ['source', '<(smartscale completion bash)'],
      ['smartscale', 'completion', 'bash'],
    ],
  ],
  ['here documents', "cat >x <<'END'\nnot a command\nEND\nb", [['cat'], ['b']]],
  ['assignments', 'A=b npx smartscale up', [['npx', 'smartscale', 'up']]],
  ['placeholders', 'a --name <ServerGroupName> b', [['a', '--name', '<ServerGroupName>', 'b']]],
])('%s', (_, text, commands) => expect(wordsOf(text)).toEqual(commands));

it('knows the line of each', () => expect(readShell('a\n\nb \\\n c\nd').map(({ line }) => line)).toEqual([0, 2, 4]));
