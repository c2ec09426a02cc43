import type { Clock } from '@smartscale/lambda';
import { describe, expect, it } from 'vitest';
import { askAll, MAX_PARALLEL_QUERIES, RETRY_AFTER_MILLISECONDS } from './ask.ts';
import { type InstantVector, PrometheusError } from './ports.ts';

const one: InstantVector = [{ labels: {}, value: 1 }];
const passing = new PrometheusError({ reason: 'http-error', passing: true }, '503');
const lasting = new PrometheusError({ reason: 'unauthorized', passing: false }, '401');

/** Answers each expression by its list, one entry for each time it is asked; the last entry stays. */
function scripted(script: Readonly<Record<string, readonly (InstantVector | Error)[]>>) {
  const asked: string[] = [];
  const slept: number[] = [];
  const clock: Clock = { now: () => 0, sleep: async (milliseconds) => void slept.push(milliseconds) };
  const query = async (expression: string) => {
    const times = asked.filter((earlier) => earlier === expression).length;
    asked.push(expression);
    const answer = script[expression]?.[times] ?? script[expression]?.at(-1) ?? one;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, slept, ask: () => askAll({ query }, Object.keys(script), { at: 0, clock }) };
}

describe('asking Prometheus', () => {
  it('asks each once when each answers', async () => {
    const { ask, asked, slept } = scripted({ a: [one], b: [[]] });
    expect(await ask()).toEqual({ answers: [one, []], attempts: 1 });
    expect([asked, slept]).toEqual([['a', 'b'], []]);
  });
  it('asks again only what failed in passing', async () => {
    const { ask, asked, slept } = scripted({ a: [one], b: [passing, one], c: [lasting] });
    expect(await ask()).toEqual({ answers: [one, one, lasting], attempts: 2 });
    expect([asked, slept]).toEqual([['a', 'b', 'c', 'b'], [500]]);
  });
  it('gives up after two retries', async () => {
    const { ask, asked, slept } = scripted({ a: [passing] });
    expect(await ask()).toEqual({ answers: [passing], attempts: 3 });
    expect([asked.length, slept]).toEqual([3, RETRY_AFTER_MILLISECONDS]);
  });
  it('does not mistake a fault of its own for silence', async () => {
    const { ask } = scripted({ a: [new TypeError('undefined is not a function')] });
    await expect(ask()).rejects.toThrow(TypeError);
  });
  it('keeps a bounded number of queries under way', async () => {
    let underWay = 0;
    let most = 0;
    const query = async () => {
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      underWay -= 1;
      return one;
    };
    const expressions = Array.from({ length: 3 * MAX_PARALLEL_QUERIES }, (_, index) => `q${index}`);
    const { answers } = await askAll({ query }, expressions, { at: 0, clock: { now: () => 0, sleep: async () => {} } });
    expect([answers.length, most]).toEqual([30, MAX_PARALLEL_QUERIES]);
  });
});
