/** Where two JSON values first part, as a path, with both values; undefined when they are the same. */
export function firstDifference(
  recorded: unknown,
  again: unknown,
  path = '',
): { path: string; recorded: unknown; again: unknown } | undefined {
  if (!isContainer(recorded) || !isContainer(again)) {
    return Object.is(recorded, again) ? undefined : { path, recorded, again };
  }
  const keys = [...new Set([...Object.keys(recorded), ...Object.keys(again)])];
  for (const key of keys) {
    const found = firstDifference(recorded[key], again[key], path === '' ? key : `${path}.${key}`);
    if (found) return found;
  }
  return undefined;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
