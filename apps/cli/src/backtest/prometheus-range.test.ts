import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPrometheusRange } from './prometheus-range.ts';

const MOST_POINTS = 300;
const FROM = 1_764_000_000;

/** Answers as a Prometheus behind a proxy with a limit of its own, in words of its own. */
function answer(form: URLSearchParams): { status: number; body: unknown } {
  const [start, end] = [Number(form.get('start')), Number(form.get('end'))];
  const error = (status: number, said: string) => ({ status, body: { status: 'error', error: said } });
  if (form.get('query') === 'many-to-many') return error(422, 'many-to-many matching not allowed');
  if (form.get('query') === 'html') return { status: 200, body: 'welcome' };
  if ((end - start) / 60 + 1 > MOST_POINTS) return error(422, 'the limit of this proxy is exceeded');
  const values = Array.from({ length: (end - start) / 60 + 1 }, (_, index) => [start + index * 60, `${index % 7}`]);
  return { status: 200, body: { data: { resultType: 'matrix', result: [{ metric: {}, values }] } } };
}

describe('a range of a Prometheus with a limit', () => {
  let server: Server;
  let asked = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      let text = '';
      asked += 1;
      request.on('data', (chunk) => {
        text += String(chunk);
      });
      request.on('end', () => {
        const { status, body } = answer(new URLSearchParams(text));
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  const read = (query: string, minutes: number) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return readPrometheusRange({ url, query, fromSeconds: FROM, toSeconds: FROM + (minutes - 1) * 60 });
  };

  it('is read in smaller pages after a 422, each minute once', async () => {
    asked = 0;
    const { times } = await read('load', 1_000);
    expect(times).toHaveLength(1_000);
    expect(new Set(times).size).toBe(1_000);
    // Halved six times from 10,000; then pages of 156.
    expect(asked).toBe(6 + Math.ceil(1_000 / 156));
  });

  it('says what the server says when smaller pages do not help', async () => {
    await expect(read('many-to-many', 500)).rejects.toThrow('refused the query: many-to-many matching not allowed');
  });

  it('is not one when something else answers', async () => {
    await expect(read('html', 500)).rejects.toThrow('is no Prometheus: expected a matrix of values');
  });
});
