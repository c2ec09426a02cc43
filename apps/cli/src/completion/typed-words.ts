import type { Argument, Command, Option } from 'commander';

/** What the last word of a line stands for, given the words before it. */
export type Place =
  | { readonly kind: 'option-name' }
  | { readonly kind: 'option-value'; readonly option: Option; readonly prefix: string }
  | { readonly kind: 'operand'; readonly argument: Argument | null };

/** A line that is being typed: the command that it has reached, what is given already, and where the last word stands. */
export type TypedLine = {
  readonly command: Command;
  /** Values of options by their attribute name; `true` for those that have none yet. */
  readonly given: ReadonlyMap<string, string | true>;
  readonly place: Place;
  readonly last: string;
};

type Reached = {
  readonly command: Command;
  readonly given: Map<string, string | true>;
  readonly operands: number;
  /** The option whose value comes next. */
  readonly waiting: Option | null;
};

/** Reads the words after the program's name; the last one, maybe empty, is the one that is being typed. */
export function readTypedWords(program: Command, words: readonly string[]): TypedLine {
  const start: Reached = { command: program, given: new Map(), operands: 0, waiting: null };
  const reached = words.slice(0, -1).reduce(afterWord, start);
  const last = words.at(-1) ?? '';
  return { command: reached.command, given: reached.given, place: placeOf(reached, last), last };
}

function afterWord(reached: Reached, word: string): Reached {
  if (word.startsWith('-')) return afterOption(reached, word);
  const { command, given, operands, waiting } = reached;
  if (waiting !== null) {
    given.set(waiting.attributeName(), word);
    return waiting.variadic ? reached : { ...reached, waiting: null };
  }
  const inner = operands === 0 ? command.commands.find((each) => each.name() === word) : undefined;
  return inner ? { ...reached, command: inner } : { ...reached, operands: operands + 1 };
}

function afterOption(reached: Reached, word: string): Reached {
  const { name, value } = splitOption(word);
  const option = optionOf(reached.command, name);
  if (option === undefined) return { ...reached, waiting: null };
  reached.given.set(option.attributeName(), value ?? true);
  const takesValue = option.required || option.optional;
  return { ...reached, waiting: takesValue && value === undefined ? option : null };
}

function placeOf({ command, operands, waiting }: Reached, last: string): Place {
  if (last.startsWith('-')) {
    const { name, value } = splitOption(last);
    const option = value === undefined ? undefined : optionOf(command, name);
    return option ? { kind: 'option-value', option, prefix: `${name}=` } : { kind: 'option-name' };
  }
  if (waiting !== null) return { kind: 'option-value', option: waiting, prefix: '' };
  const known = command.registeredArguments;
  return { kind: 'operand', argument: known[operands] ?? known.findLast(({ variadic }) => variadic) ?? null };
}

function splitOption(word: string): { readonly name: string; readonly value: string | undefined } {
  const at = word.indexOf('=');
  return at < 0 ? { name: word, value: undefined } : { name: word.slice(0, at), value: word.slice(at + 1) };
}

function optionOf(command: Command, name: string): Option | undefined {
  return command.options.find(({ long, short }) => long === name || short === name);
}
