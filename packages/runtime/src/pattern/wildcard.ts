import { InvalidPatternError } from '../errors.ts';

/**
 * `*` stands for any characters, `\*` for an asterisk and `\\` for a backslash. As in EventBridge, two asterisks in a row and any other
 * escape are refused. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching
 */
export function compileWildcard(wildcard: string, path: string): (value: string) => boolean {
  const parts = literalParts(wildcard, path);
  if (parts.length === 1) return (value) => value === parts[0];
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  const middle = parts.slice(1, -1);
  return (value) => {
    if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
    let from = first.length;
    for (const part of middle) {
      const found = value.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    return from <= value.length - last.length;
  };
}

/** What stands between the asterisks. */
function literalParts(wildcard: string, path: string): readonly string[] {
  const parts = [''];
  let afterAsterisk = false;
  for (let index = 0; index < wildcard.length; index += 1) {
    let character = wildcard.charAt(index);
    if (character === '*') {
      if (afterAsterisk) throw new InvalidPatternError(`${path}: the wildcard "${wildcard}" has two asterisks in a row`);
      afterAsterisk = true;
      parts.push('');
      continue;
    }
    if (character === '\\') {
      index += 1;
      character = wildcard.charAt(index);
      if (character !== '*' && character !== '\\') {
        throw new InvalidPatternError(`${path}: in the wildcard "${wildcard}" only \\* and \\\\ may follow a backslash`);
      }
    }
    afterAsterisk = false;
    parts[parts.length - 1] += character;
  }
  return parts;
}
