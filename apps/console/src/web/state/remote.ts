import { type Cell, createCell } from './cell.ts';

/** What was asked of the server. An older answer stays until the new one is there, so that nothing jumps. */
export type Remote<Value> = {
  readonly value: Value | null;
  readonly isLoading: boolean;
  readonly error: Failure | null;
};

/** `unknown`: there is no such thing; `loading`: the store is being read; `gone`: nobody answers. */
export type Failure = { readonly kind: 'unknown' | 'loading' | 'store' | 'query' | 'gone'; readonly message: string };

export type Source<Value> = { readonly cell: Cell<Remote<Value>>; ask(path: string | null): void; again(): void };

/** Asks one thing at a time: of several questions while an answer is awaited only the last is asked then. */
export function createSource<Value>(): Source<Value> {
  const cell = createCell<Remote<Value>>({ value: null, isLoading: true, error: null });
  let wanted: string | null = null;
  let asking = false;
  const take = ({ value, error }: Answer<Value>, isLast: boolean) => {
    const kept = error === null || error.kind === 'unknown' ? value : cell.get().value;
    cell.set({ value: kept, isLoading: !isLast, error });
  };
  const run = async () => {
    if (asking) return;
    asking = true;
    for (let asked: string | null = null; wanted !== null && wanted !== asked; ) {
      asked = wanted;
      const answer = await fetchJson<Value>(asked);
      if (wanted !== null) take(answer, wanted === asked);
    }
    asking = false;
  };
  return {
    cell,
    ask(path) {
      if (path === null) {
        wanted = null;
        cell.set({ value: null, isLoading: false, error: null });
        return;
      }
      wanted = path;
      void run();
    },
    again() {
      if (wanted !== null) void run();
    },
  };
}

type Answer<Value> = { readonly value: Value | null; readonly error: Failure | null };

export async function fetchJson<Value>(path: string): Promise<Answer<Value>> {
  try {
    const response = await fetch(path, { headers: { accept: 'application/json' } });
    const body = (await response.json()) as unknown;
    if (response.ok) return { value: body as Value, error: null };
    return { value: null, error: failureOf(body, response.status) };
  } catch {
    return { value: null, error: { kind: 'gone', message: 'the console’s server does not answer' } };
  }
}

function failureOf(body: unknown, status: number): Failure {
  const { error, message } = (body ?? {}) as { readonly error?: unknown; readonly message?: unknown };
  const kind = KINDS.find((known) => known === error) ?? 'store';
  return { kind, message: typeof message === 'string' ? message : `the server answered ${status}` };
}

const KINDS = ['unknown', 'loading', 'store', 'query'] as const;
