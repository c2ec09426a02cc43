/** Handlers that lead nowhere. `readSource` gives the text of a file of the service, or undefined. */
export function handlerFindings(
  functions: Readonly<Record<string, { readonly handler: string }>>,
  readSource: (path: string) => string | undefined,
): readonly string[] {
  return Object.entries(functions).flatMap(([name, { handler }]) => {
    const [, path = '', exported = ''] = /^(.+)\.(\w+)$/.exec(handler) ?? [];
    const source = readSource(`${path}.ts`);
    if (source === undefined) return [`${name}: there is no ${path}.ts`];
    const isExported = new RegExp(`^export (const|function|async function) ${exported}\\b`, 'm').test(source);
    return isExported ? [] : [`${name}: ${path}.ts does not export ${exported}`];
  });
}
