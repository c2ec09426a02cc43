import type { Command, Option } from 'commander';
import { GROUPS, MANUAL, type Page } from './manual.ts';

/** Below this width a description is not wrapped but left to the terminal. */
const MIN_WIDTH_TO_WRAP = 30;

/** Gives the program and all its commands their groups, examples and exit codes. */
export function withHelp(program: Command): void {
  program.addHelpCommand(program.createCommand('help').argument('[command]').description('the same of one command'));
  for (const command of program.createHelp().visibleCommands(program)) {
    const heading = Object.keys(GROUPS).find((each) => GROUPS[each]?.includes(command.name()));
    if (heading !== undefined) command.helpGroup(heading);
  }
  for (const [path, command] of commandsOf(program)) {
    command.configureHelp({ minWidthToWrap: MIN_WIDTH_TO_WRAP, optionDescription });
    const page = MANUAL[path];
    if (page !== undefined) command.addHelpText('after', `\n${textOf(page)}`);
  }
}

/** Commands in the order of their groups; what is in none comes last. */
export function inManualOrder(commands: readonly Command[]): readonly Command[] {
  const names = Object.values(GROUPS).flat();
  const rank = (command: Command) => (names.includes(command.name()) ? names.indexOf(command.name()) : names.length);
  return commands.toSorted((one, other) => rank(one) - rank(other));
}

/** Every command below a program by its words, groups included, the hidden one not. */
export function commandsOf(command: Command, path = ''): readonly (readonly [path: string, command: Command])[] {
  const inner = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => command.commands.includes(each));
  return [[path, command], ...inner.flatMap((each) => commandsOf(each, path === '' ? each.name() : `${path} ${each.name()}`))];
}

function textOf({ examples, no }: Page): string {
  const width = Math.max(...examples.filter(([, what]) => what !== '').map(([line]) => line.length), 0);
  const lines = examples.map(([line, what]) => (what === '' ? `  ${line}` : `  ${line.padEnd(width)}  # ${what}`));
  const codes = `Exit codes: 0 done${no === undefined ? '' : `, 1 ${no}`}, 2 wrong use or unusable input.`;
  return ['Examples:', ...lines, '', codes].join('\n');
}

/** As commander has it, without defaults that say nothing and without quotation marks. */
function optionDescription({ description, argChoices, defaultValue, envVar }: Option): string {
  const notes = [
    ...(argChoices ? [argChoices.join(', ')] : []),
    ...(typeof defaultValue === 'string' && defaultValue !== '' ? [`default: ${defaultValue}`] : []),
    ...(envVar === undefined ? [] : [`env: ${envVar}`]),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join('; ')})`;
}
