import { ShellCompDirective, script } from '@bomb.sh/tab';
import { Argument, Command } from 'commander';
import { BASH_SCRIPT } from '../completion/bash-script.ts';
import { complete } from '../completion/complete.ts';
import type { TypedLine } from '../completion/typed-words.ts';
import type { AskStore, Values } from '../completion/values.ts';
import { DEFAULT_STORE, parseStoreAddress, withStore } from '../open-store.ts';
import { processOutput } from '../output.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
type Shell = (typeof SHELLS)[number];

export function completionCommand(): Command {
  return new Command('completion')
    .description('a script for your shell, which then completes commands, options, instances and events')
    .addArgument(new Argument('<shell>', 'which').choices(SHELLS))
    .addHelpText(
      'after',
      '\nIt is the name "smartscale" that is completed: node_modules/.bin of the repository must be on the PATH.',
    )
    .action((shell: Shell) => {
      if (shell === 'bash') processOutput(false).out(BASH_SCRIPT);
      else script(shell, 'smartscale', 'smartscale');
    });
}

/** What the scripts ask: `smartscale complete -- WORDS`. Answers with lines of candidate, tab and description, and a directive. */
export function completeCommand(programOf: () => Command): Command {
  return new Command('complete')
    .description('what may stand in place of the last word')
    .argument('[words...]', 'the line so far, without the name of the program')
    .action(async (words: string[]) => {
      const { out } = processOutput(false);
      const values = await complete(programOf(), words, askStoreOf);
      for (const { value, description } of values.candidates) out(`${value}\t${description}`);
      out(`:${directiveOf(values)}`);
    });
}

function directiveOf({ files, goesOn }: Values): number {
  const { ShellCompDirectiveNoFileComp, ShellCompDirectiveNoSpace, ShellCompDirectiveDefault } = ShellCompDirective;
  return (files ? ShellCompDirectiveDefault : ShellCompDirectiveNoFileComp) | (goesOn ? ShellCompDirectiveNoSpace : 0);
}

/** A table in AWS is not asked while somebody types. */
function askStoreOf({ given }: TypedLine): AskStore {
  const store = textOf(given.get('store')) ?? process.env['SMARTSCALE_STORE'] ?? DEFAULT_STORE;
  const cluster = textOf(given.get('cluster')) ?? process.env['SMARTSCALE_CLUSTER'] ?? 'local';
  return async (question) => {
    try {
      if (parseStoreAddress(store).kind !== 'sqlite') return null;
      return await withStore({ store, cluster }, (opened) => question(opened, cluster));
    } catch {
      return null; // whatever is wrong with it, the command itself will say so
    }
  };
}

function textOf(value: string | true | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
