import type { Clock } from '@smartscale/lambda';
import type { Answer } from './load.ts';
import { PrometheusError, type PrometheusPort } from './ports.ts';

/** Pauses before the second and the third time that an unanswered query is asked. There is no fourth. */
export const RETRY_AFTER_MILLISECONDS = [500, 2_000] as const;

/** Queries under way at once: Prometheus evaluates 20 at most by default and serves others too. */
export const MAX_PARALLEL_QUERIES = 10;

export type Asked = {
  /** In the order of the expressions. */
  readonly answers: readonly Answer[];
  /** How often the most stubborn query was asked. */
  readonly attempts: number;
};

/** Asks everything, and again what failed in a way that may pass. Throws only what is no PrometheusError: a fault of ours. */
export async function askAll(
  prometheus: PrometheusPort,
  expressions: readonly string[],
  { at, clock }: { readonly at: number; readonly clock: Clock },
): Promise<Asked> {
  const answers = new Array<Answer>(expressions.length);
  let open: readonly number[] = expressions.map((_, index) => index);
  for (let attempt = 1; ; attempt += 1) {
    await askThese(open);
    open = open.filter((index) => mayPass(answers[index]));
    const pause = RETRY_AFTER_MILLISECONDS[attempt - 1];
    if (open.length === 0 || pause === undefined) return { answers, attempts: attempt };
    await clock.sleep(pause);
  }

  async function askThese(indexes: readonly number[]): Promise<void> {
    for (let start = 0; start < indexes.length; start += MAX_PARALLEL_QUERIES) {
      await Promise.all(indexes.slice(start, start + MAX_PARALLEL_QUERIES).map(askOne));
    }
  }

  async function askOne(index: number): Promise<void> {
    try {
      answers[index] = await prometheus.query(expressions[index] as string, { at });
    } catch (error) {
      if (!(error instanceof PrometheusError)) throw error;
      answers[index] = error;
    }
  }
}

function mayPass(answer: Answer | undefined): boolean {
  return answer instanceof PrometheusError && answer.passing;
}
