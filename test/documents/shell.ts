/** A command of a shell script, without its redirections, and the line of the script on which it begins. */
export type ShellCommand = { readonly line: number; readonly words: readonly string[] };

const HERE_DOCUMENT = /<<-?\s*(['"]?)(\w+)\1/;
const PLACEHOLDER = String.raw`<\w[\w -]*>`;
const WORD = String.raw`(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[<$]\([^)]*\)|${PLACEHOLDER}|[^\s;|&<>'"\\])+`;
const REDIRECTION = String.raw`\d?(?:>>?|<(?!\())(?:&\d|\s*${WORD})`;
const TOKEN = new RegExp(
  String.raw`\s+|(?<comment>#.*)|(?<word>(?!\d>)${WORD})|(?<redirection>${REDIRECTION})|(?<operator>&&|\|\||[;|&])`,
  'suy',
);
const SUBSTITUTION = /[<$]\(([^()]+)\)/g;
const ASSIGNMENT = /^[A-Z_]+=/;
const QUOTED = /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs;

/** The commands of a script as far as documents write them: no loops, no functions. Those inside `$( )` and `<( )` come after their own. */
export function readShell(text: string): readonly ShellCommand[] {
  return logicalLines(text).flatMap(({ line, text: script }) =>
    commandsIn(script).flatMap((words) => {
      const inner = words.flatMap((word) => Array.from(word.matchAll(SUBSTITUTION), ([, own = '']) => own));
      return [words, ...inner.flatMap(commandsIn)].map((command) => ({ line, words: command.map(unquoted) }));
    }),
  );
}

type Line = { readonly line: number; readonly text: string };

/** Lines without the texts of here documents; one that ends with a backslash goes on. */
function logicalLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let end: string | null = null;
  let begun = null as Line | null;
  for (const [index, line] of text.split('\n').entries()) {
    if (end !== null) {
      if (line.trim() === end) end = null;
      continue;
    }
    end = HERE_DOCUMENT.exec(line)?.[2] ?? null;
    const joined: string = `${begun?.text ?? ''}${line.replace(HERE_DOCUMENT, '')}`;
    begun = { line: begun?.line ?? index, text: joined.replace(/\\$/, ' ') };
    if (joined.endsWith('\\')) continue;
    lines.push(begun);
    begun = null;
  }
  return lines;
}

function commandsIn(script: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (let at = 0; at < script.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const { groups, 0: token } = TOKEN.exec(script) ?? {};
    if (token === undefined) throw new Error(`this line is too much for the reader of shell blocks: ${script}`);
    if (groups?.['operator'] !== undefined) commands.push([]);
    if (groups?.['word'] !== undefined) commands.at(-1)?.push(token);
    TOKEN.lastIndex = at + token.length;
  }
  return commands.map(withoutAssignments).filter((words) => words.length > 0);
}

function withoutAssignments(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !ASSIGNMENT.test(word));
  return first < 0 ? [] : words.slice(first);
}

function unquoted(word: string): string {
  return word.replaceAll(
    QUOTED,
    (_, single?: string, double?: string, escaped?: string) => single ?? double?.replaceAll(/\\(.)/g, '$1') ?? escaped ?? '',
  );
}
