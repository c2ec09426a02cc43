/** `unknown`: could not be asked. It is never taken for `ok`. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'unknown';
/** Whether it is about what a deployment needs, or about what runs. */
export type Phase = 'before' | 'after';

/** What was found, as a sentence, and what to do about it: a sentence or a command; null when nothing is to be done. */
export type Judgement = { readonly verdict: Verdict; readonly found: string; readonly toDo: string | null };

export type Finding = Judgement & { readonly name: string; readonly phase: Phase };

export const ok = (found: string): Judgement => ({ verdict: 'ok', found, toDo: null });
export const warning = (found: string, toDo: string): Judgement => ({ verdict: 'warning', found, toDo });
export const failed = (found: string, toDo: string): Judgement => ({ verdict: 'failed', found, toDo });
export const unknown = (found: string, toDo: string): Judgement => ({ verdict: 'unknown', found, toDo });

const FROM_WORST: readonly Verdict[] = ['failed', 'unknown', 'warning', 'ok'];

/** Several judgements on one thing: the worst verdict, with what those of that verdict found first. Undefined for none. */
export function together(judgements: readonly Judgement[]): Judgement | undefined {
  const sorted = FROM_WORST.flatMap((verdict) => judgements.filter((judgement) => judgement.verdict === verdict));
  const [worst] = sorted;
  if (!worst) return undefined;
  const toDos = [...new Set(sorted.flatMap(({ toDo }) => toDo ?? []))];
  const told = worst.verdict === 'ok' ? sorted : sorted.filter(({ verdict }) => verdict !== 'ok');
  return {
    verdict: worst.verdict,
    found: told.map(({ found }) => found).join('; '),
    toDo: toDos.length > 0 ? toDos.join('\n') : null,
  };
}
