/** What a link of the page points at. `at`: epoch milliseconds; null: now. */
export type Route = { readonly decisionId: string | null; readonly nodeId: string | null; readonly at: number | null };

export const HOME: Route = { decisionId: null, nodeId: null, at: null };

/** Reads `#/decision/<id>`, `#/node/<id>`, `#/at/<time>`, the last one also behind the others. Whatever else there is is left out. */
export function parseRoute(hash: string): Route {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decode);
  let route = HOME;
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [name, value = ''] = [parts[index], parts[index + 1]];
    if (value === '') continue;
    if (name === 'decision') route = { ...route, decisionId: value };
    if (name === 'node') route = { ...route, nodeId: value };
    if (name === 'at' && !Number.isNaN(Date.parse(value))) route = { ...route, at: Date.parse(value) };
  }
  return route;
}

export function formatRoute({ decisionId, nodeId, at }: Route): string {
  const thing = nodeId === null ? decisionLink(decisionId) : `/node/${encodeURIComponent(nodeId)}`;
  const moment = at === null || (decisionId !== null && nodeId === null) ? '' : `/at/${new Date(at).toISOString()}`;
  return `#${`${thing}${moment}` || '/'}`;
}

function decisionLink(id: string | null): string {
  return id === null ? '' : `/decision/${encodeURIComponent(id)}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
