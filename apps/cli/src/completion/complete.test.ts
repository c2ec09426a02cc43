import { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../program.ts';
import { complete } from './complete.ts';
import type { TypedLine } from './typed-words.ts';

const noStore = () => async () => null;
const of = async (...words: string[]) => complete(createProgram(), words, noStore);
const values = async (...words: string[]) => (await of(...words)).candidates.map(({ value }) => value);

describe('what may stand in place of the last word', () => {
  it('is a command, then one of its own', async () => {
    expect(await values('')).toEqual(
      createProgram()
        .commands.filter(isVisible)
        .map((each) => each.name())
        .concat('help'),
    );
    expect(await values('dr')).toEqual(['drill']);
    expect(await values('policy', '')).toEqual(expect.arrayContaining(['show', 'diff', 'apply']));
    expect(await values('cost', 'c')).toEqual(['correct']);
  });

  it('is described', async () => {
    expect((await of('replay'.slice(0, 4))).candidates).toEqual([
      { value: 'replay', description: 'decide every recorded evaluation again and compare, bit for bit' },
    ]);
  });

  it('is an option of that command that is not given yet, or may be given again', async () => {
    expect(await values('drill', 'interrupt', '--i')).toEqual(['--instance']);
    expect(await values('events', '--follow', '--fo')).toEqual([]);
    expect(await values('backtest', '--trace', 'nasa-http', '--tr')).toEqual(['--trace']);
  });

  it('is a value of the option before it, or of the one that it belongs to', async () => {
    expect(await values('cost', '--region', '')).toEqual(['ap-south-1', 'us-east-1']);
    expect(await values('cost', '--region=us')).toEqual(['--region=us-east-1']);
    expect(await values('events', '--stream', 'fl')).toEqual(['fleet']);
    expect(await values('completion', '')).toEqual(['bash', 'zsh', 'fish', 'powershell']);
  });

  it('is one more value of an option that takes several', async () => {
    expect(await values('events', '--type', 'NodeLaunched', 'SpotW')).toEqual(['SpotWarning']);
    expect(await values('events', '--type', 'NodeLaunched', '--la')).toEqual(['--last']);
  });

  it('is a name for backtest, a file elsewhere', async () => {
    expect(await of('replay', '--policy', '')).toEqual({ candidates: [], files: true });
    expect(await of('policy', 'apply', '')).toEqual({ candidates: [], files: true });
    expect(await of('simulate', '--trace', 'xyz')).toEqual({ candidates: [], files: true });
    expect(await values('backtest', '--policy', 'th')).toEqual(['thresholds']);
  });

  it('is nothing where only the user knows', async () => {
    expect(await of('up', '--seed', '')).toEqual({ candidates: [], files: false });
    expect(await of('nonsense', '--what', '')).toMatchObject({ files: false });
  });

  it('goes on after the kind of a store', async () => {
    expect(await of('events', '--store', 'sq')).toMatchObject({ candidates: [{ value: 'sqlite:' }], goesOn: true });
  });

  it('asks the store that the line names', async () => {
    const lines: TypedLine[] = [];
    const program = new Command('x').addCommand(
      new Command('node').argument('<instance>').addOption(new Option('--store <store>')),
    );
    await complete(program, ['node', '--store=sqlite:a.db', ''], (line) => {
      lines.push(line);
      return async () => null;
    });
    expect(lines[0]?.given).toEqual(new Map([['store', 'sqlite:a.db']]));
  });
});

function isVisible(command: Command): boolean {
  return command.name() !== 'complete';
}
