import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgram } from '../../apps/cli/src/program.ts';
import rootPackage from '../../package.json' with { type: 'json' };
import { ROOT } from './markdown.ts';

/** Programs of others that documents may name. One that is not here is taken for a slip. */
const OTHERS = new Set(
  'apt-get aws base64 cat cd chmod cp curl docker export flux git install journalctl jq k3s kubectl mkdir nerdctl openssl promtool set smartscale-credential source sqlite3 systemctl token=$(kubectl true useradd watch'.split(
    ' ',
  ),
);

/** Files that only a reader has, or that a documented command writes. */
const READERS_FILES =
  /^(?:my|policy|day|load|other|fleet|week|month|morning|answer|webhook|token|report)[\w.-]*\.(?:ya?ml|csv|csv\.gz|db|svg|json|txt|md|html)$/;
const LOOKS_LIKE_A_FILE = /^[\w-]+(?:\.[\w-]+)*\.(?:ya?ml|csv|gz|db|svg|json|txt|md|sh|ts|html)$/;
const OF_THE_REPOSITORY = /^(?:\.\/)?(?:apps|bench|docs|gitops|infra|packages|policies|scripts|services|test)\//;

/** Missing words are no fault of a command that is only named. */
const INCOMPLETE = new Set([
  'commander.missingArgument',
  'commander.missingMandatoryOptionValue',
  'commander.optionMissingArgument',
  'commander.help',
]);

/** What is wrong with a command in a document, or null. `named`: it is only named in a sentence, not to be typed as it is. */
export async function faultOf(words: readonly string[], { named = false } = {}): Promise<string | null> {
  const [name = '', ...rest] = words[0] === 'sudo' ? words.slice(words[1] === '-u' ? 3 : 1) : words;
  return faultOfFiles(words) ?? (await faultOfProgram(name, rest, named));
}

async function faultOfProgram(name: string, rest: readonly string[], named: boolean): Promise<string | null> {
  if (name === 'npx') return faultOfNpx(rest, named);
  if (name === 'smartscale') return faultOfSmartscale(rest, named);
  if (name === 'npm') return faultOfNpm(rest, named);
  if (name.startsWith('scripts/') || name.startsWith('./scripts/')) return faultOfScript(name, rest);
  const isKnown = OTHERS.has(name) || name === 'node' || name === 'bash' || name.startsWith('.ci/');
  return isKnown ? null : `"${name}" is no command that documents use`;
}

function faultOfFiles(words: readonly string[]): string | null {
  for (const word of words.map((each) => each.replace(/^sqlite:/, ''))) {
    const isOurs = OF_THE_REPOSITORY.test(word) || word === '.ci/run';
    if (isOurs && !existsSync(join(ROOT, word))) return `there is no ${word}`;
    const isFile = LOOKS_LIKE_A_FILE.test(word) && !READERS_FILES.test(word);
    if (isFile && !existsSync(join(ROOT, word))) return `${word} is neither in the repository nor a file that readers have`;
  }
  return null;
}

async function faultOfNpx(rest: readonly string[], named: boolean): Promise<string | null> {
  const [name = '', ...args] = rest;
  if (name === 'smartscale') return faultOfSmartscale(args, named);
  return existsSync(join(ROOT, 'node_modules/.bin', name)) ? null : `npx finds no "${name}" here`;
}

async function faultOfNpm(rest: readonly string[], named: boolean): Promise<string | null> {
  const [verb = '', ...args] = rest;
  if (verb === 'ci' || verb === 'install') return null;
  const script = verb === 'run' ? (args[0] ?? '') : verb;
  const text = (rootPackage.scripts as Readonly<Record<string, string>>)[script];
  if (text === undefined) return `npm has no script "${script}"`;
  const own = /apps\/cli\/src\/main\.ts (.+)$/.exec(text)?.[1]?.split(' ');
  const beyond = args.includes('--') ? args.slice(args.indexOf('--') + 1) : [];
  return own === undefined ? null : faultOfSmartscale([...own, ...beyond], named);
}

/** Asks commander itself, with actions that do nothing. */
async function faultOfSmartscale(args: readonly string[], named: boolean): Promise<string | null> {
  const program = createProgram();
  const quiet = { writeOut() {}, writeErr() {} };
  const all = [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)];
  for (const command of all) {
    command.configureOutput(quiet);
    if (command.commands.length === 0 || command.name() === 'cost') command.action(() => {});
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return null;
  } catch (error) {
    const { code, message } = error as { readonly code: string; readonly message: string };
    if (code === 'commander.helpDisplayed' || code === 'commander.version') return null;
    return named && INCOMPLETE.has(code) ? null : message;
  }
}

/** A shell script takes the options that its text, or that of what it reads, has. */
function faultOfScript(script: string, args: readonly string[]): string | null {
  const folder = join(ROOT, 'scripts/deployment');
  const parts = readdirSync(folder).filter((file) => file.endsWith('.sh'));
  const texts = [join(ROOT, script), ...parts.map((file) => join(folder, file))].map((file) => readFileSync(file, 'utf8'));
  const unknown = args.find((arg) => arg.startsWith('--') && !texts.some((text) => new RegExp(`${arg}(?![\\w-])`).test(text)));
  return unknown === undefined ? null : `${script} has no option ${unknown}`;
}
