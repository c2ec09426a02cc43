import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../program.ts';
import { GROUPS, MANUAL } from './manual.ts';
import { commandsOf } from './with-help.ts';

const program = createProgram();
const all = commandsOf(program).filter(([path]) => path !== '');
const leaves = all.filter(([path, command]) => command.commands.length === 0 || path === 'cost');

/** What these do is seen, or read by a shell: there is no document to print. */
const WITHOUT_JSON = ['up', 'completion'];

describe.each(all)('smartscale %s', (_, command) => {
  it('says what it is', () => expect(command.description()).not.toBe(''));

  it('says what each option and argument is', () => {
    const silent = [...command.options, ...command.registeredArguments].filter(({ description }) => description === '');
    expect(silent.map((each) => ('flags' in each ? each.flags : each.name()))).toEqual([]);
  });
});

describe.each(leaves)('smartscale %s', (path, command) => {
  it('has examples and exit codes in its help: src/help/manual.ts', () => {
    expect(MANUAL[path]?.examples.length).toBeGreaterThan(0);
    const help = helpOf(command);
    expect(help).toContain('Examples:\n  ');
    expect(help.match(/Exit codes: 0 done, (1 .+, )?2 wrong use/g)).toHaveLength(1);
  });

  it('prints a document for programs', () => {
    expect(command.options.some(({ long }) => long === '--json')).toBe(!WITHOUT_JSON.includes(path));
  });
});

describe('the manual', () => {
  it('has no page of a command that is not there', () => {
    expect(Object.keys(MANUAL).filter((path) => !leaves.some(([leaf]) => leaf === path))).toEqual([]);
  });

  it('has every command in one group, and no other', () => {
    const grouped = Object.values(GROUPS).flat().toSorted();
    expect(grouped).toEqual(
      [...program.commands.map((each) => each.name()).filter((name) => name !== 'complete'), 'help'].toSorted(),
    );
  });

  it('fits a terminal', () => {
    for (const [path, { no = '', examples }] of Object.entries(MANUAL)) {
      const width = Math.max(...examples.map(([line]) => line.length)) + Math.max(...examples.map(([, what]) => what.length));
      expect(Math.max(width, no.length), path).toBeLessThan(120);
    }
  });

  it('shows no default that says nothing', () => {
    for (const [, command] of all) expect(helpOf(command)).not.toMatch(/default: (false|\[\]|""|;|\))/);
  });
});

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}
