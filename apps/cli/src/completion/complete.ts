import type { Command } from 'commander';
import { readTypedWords, type TypedLine } from './typed-words.ts';
import { type AskStore, type Candidate, type Values, valuesOf } from './values.ts';

/** What may stand in place of the last word. */
export async function complete(
  program: Command,
  words: readonly string[],
  askStoreOf: (line: TypedLine) => AskStore,
): Promise<Values> {
  const line = readTypedWords(program, words);
  const { candidates, ...then } = await valuesAt(line, askStoreOf(line));
  return { candidates: candidates.filter(({ value }) => value.startsWith(line.last)), ...then };
}

async function valuesAt({ command, given, place }: TypedLine, ask: AskStore): Promise<Values> {
  switch (place.kind) {
    case 'option-name':
      return { candidates: optionsOf(command, given), files: false };
    case 'option-value': {
      const { option, prefix } = place;
      const values = option.argChoices
        ? { candidates: option.argChoices.map((value) => ({ value, description: '' })), files: false }
        : await valuesOf(option.attributeName(), valueNameOf(option.flags), ask);
      return { ...values, candidates: values.candidates.map((each) => ({ ...each, value: prefix + each.value })) };
    }
    case 'operand': {
      const subcommands = commandsOf(command);
      if (place.argument === null) return { candidates: subcommands, files: false };
      const name = place.argument.name();
      const choices = place.argument.argChoices?.map((value) => ({ value, description: '' }));
      const values = choices ? { candidates: choices, files: false } : await valuesOf(name, name, ask);
      return { ...values, candidates: [...subcommands, ...values.candidates] };
    }
  }
}

function commandsOf(command: Command): readonly Candidate[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.map((each) => ({ value: each.name(), description: each.description() }));
}

/** Those that are not given yet, and those that may be given several times. */
function optionsOf(command: Command, given: TypedLine['given']): readonly Candidate[] {
  const visible = command.createHelp().visibleOptions(command);
  return visible.flatMap((option) => {
    const isOver = given.has(option.attributeName()) && !Array.isArray(option.defaultValue);
    return option.long === undefined || option.long === null || isOver
      ? []
      : [{ value: option.long, description: option.description }];
  });
}

/** `--policy <file>` takes a `file`, `--type <types...>` some `types`. */
function valueNameOf(flags: string): string {
  return /[<[]([\w -]+)/.exec(flags)?.[1] ?? '';
}
