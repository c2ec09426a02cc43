import * as z from 'zod';
import { KubernetesError } from '../port.ts';
import type { Transport } from './api-call.ts';
import { answerError } from './errors.ts';

const PAGE_ITEMS = 500;
/** Fifty thousand objects: more than K3s clusters of this kind have, and an end to a server that never stops. */
const MAX_PAGES = 100;

/** Reads a list page by page. `item` checks each entry: one that does not fit is an error, not an absence. */
export async function listAll<Item extends z.ZodType>(
  send: Transport,
  path: string,
  options: { readonly item: Item; readonly query?: Readonly<Record<string, string>> },
): Promise<readonly z.output<Item>[]> {
  const schema = z.object({
    metadata: z.object({ continue: z.string().optional() }),
    items: z.array(options.item).nullable(),
  });
  const found: z.output<Item>[] = [];
  let next: string | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const query = new URLSearchParams({ ...options.query, limit: String(PAGE_ITEMS), ...(next && { continue: next }) });
    const request = { method: 'GET', path: `${path}?${query}` } as const;
    const answer = await send(request);
    if (answer.status !== 200) throw answerError(request, answer);
    const parsed = schema.safeParse(answer.body);
    if (!parsed.success) throw new KubernetesError('failed', notUnderstood(path, parsed.error));
    found.push(...(parsed.data.items ?? []));
    next = parsed.data.metadata.continue;
    if (!next) return found;
  }
  throw new KubernetesError('failed', `the K3s API gave more than ${MAX_PAGES} pages of ${path}`);
}

function notUnderstood(path: string, { issues }: z.ZodError): string {
  const [issue] = issues;
  return `the K3s API answered GET ${path} with something else than was asked for: ${issue?.path.join('.')}: ${issue?.message}`;
}
