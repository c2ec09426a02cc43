import { UsageError } from './exit.ts';

const MAX_PORT = 65_535;

/** Reads a port of this machine; 0 stands for any free one. */
export function parsePort(text: string, name = '--console-port'): number {
  return parseNumber(text, { name, min: 0, max: MAX_PORT, whole: true });
}

/** Reads an option that takes a number within bounds. UsageError names the option. */
export function parseNumber(
  text: string,
  bounds: { readonly name: string; readonly min: number; readonly max: number; readonly whole?: boolean },
): number {
  const value = Number(text);
  const fits = text.trim() !== '' && value >= bounds.min && value <= bounds.max && (!bounds.whole || Number.isInteger(value));
  if (!fits) {
    throw new UsageError(
      `${bounds.name} takes a ${bounds.whole ? 'whole ' : ''}number from ${bounds.min} to ${bounds.max}, not "${text}"`,
    );
  }
  return value;
}
