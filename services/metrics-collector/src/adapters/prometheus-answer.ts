import { describeIssues } from '@smartscale/events';
import * as z from 'zod';
import { type InstantVector, PrometheusError } from '../ports.ts';

const sample = z.tuple([z.number(), z.string().min(1)]);

/** What `/api/v1/query` answers: https://prometheus.io/docs/prometheus/latest/querying/api/ */
const answerSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.discriminatedUnion('resultType', [
      z.object({
        resultType: z.literal('vector'),
        result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: sample })),
      }),
      z.object({ resultType: z.literal('scalar'), result: sample }),
    ]),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);

/** Reads the body of an answer with status 200. NaN and the infinities, which Prometheus writes as text, stay what they are. `settings.url`: where the address is set. */
export function readAnswer(body: string, settings: { readonly url: string }): InstantVector {
  const parsed = answerSchema.safeParse(parseJson(body, settings));
  if (!parsed.success) {
    const problem = describeIssues(parsed.error);
    throw bad(`Prometheus answered something that is no instant query's answer: ${problem}`, { cause: parsed.error });
  }
  const answer = parsed.data;
  if (answer.status === 'error') throw bad(`Prometheus answered with an error (${answer.errorType}): ${answer.error}`);
  const { data } = answer;
  if (data.resultType === 'scalar') return [{ labels: {}, value: readValue(data.result[1]) }];
  return data.result.map(({ metric, value }) => ({ labels: metric, value: readValue(value[1]) }));
}

/** The words of an error answer, for the ones that come with a status of their own (400, 422, 503). */
export function errorText(body: string): string | undefined {
  try {
    const { error } = Object(JSON.parse(body)) as { error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

function parseJson(body: string, { url }: { readonly url: string }): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    const start = body.trimStart().slice(0, SHOWN_CHARACTERS);
    throw bad(`what answered is no Prometheus: expected JSON, got ${JSON.stringify(start)}. Check ${url}.`, { cause });
  }
}

const SHOWN_CHARACTERS = 60;

/** Prometheus writes Go's floats: `78.5`, `1e+10`, `NaN`, `+Inf`, `-Inf`. */
function readValue(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}

function bad(message: string, options?: ErrorOptions): PrometheusError {
  return new PrometheusError({ reason: 'bad-answer', passing: false }, message, options);
}
