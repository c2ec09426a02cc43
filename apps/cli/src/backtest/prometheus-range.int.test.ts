import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithPeer } from '../../../../test/peers/peer.ts';
import { type LocalPrometheus, prometheusPeer, startPrometheus } from '../../../../test/peers/prometheus/index.ts';
import { readPrometheusRange } from './prometheus-range.ts';

const MINUTES = 8 * 1_440;
/** On a whole minute within Prometheus's retention. */
const FROM = Math.floor(Date.now() / 60_000) * 60 - (MINUTES + 60) * 60;
const valueAt = (minute: number) => 100 + (minute % 777);

describeWithPeer(prometheusPeer, 'a range of a real Prometheus', () => {
  let prometheus: LocalPrometheus;

  beforeAll(async () => {
    const lines = Array.from({ length: MINUTES }, (_, minute) => minute)
      .filter((minute) => minute < 5_000 || minute >= 5_100)
      .flatMap((minute) => ['a', 'b'].map((pod) => ({ pod, at: FROM + minute * 60, value: valueAt(minute) / 2 })));
    const series = ['a', 'b'].flatMap((pod) =>
      lines.filter((line) => line.pod === pod).map(({ at, value }) => `load{pod="${pod}"} ${value} ${at}\n`),
    );
    prometheus = await startPrometheus(`# TYPE load gauge\n${series.join('')}`);
  });
  afterAll(() => prometheus?.stop());

  const read = (query: string, pagePoints?: number) =>
    readPrometheusRange({
      ...{ url: prometheus.url, query, fromSeconds: FROM, toSeconds: FROM + (MINUTES - 1) * 60 },
      ...(pagePoints === undefined ? {} : { pagePoints }),
    });

  it('is read page by page, each minute once, with what is missing as a gap', async () => {
    const { times, values, gaps } = await read('sum(load)');
    // A sample stays the newest for five minutes (Prometheus's lookback), so a hole is that much shorter.
    expect(times.length).toBe(MINUTES - 100 + 5);
    expect(gaps.count).toBe(1);
    expect(values[4_000]).toBe(valueAt(4_000));
    expect(values.at(-1)).toBe(valueAt(MINUTES - 1));
    expect(new Set(times).size).toBe(times.length);
  });

  it('is asked for in halves when Prometheus refuses so many points', async () => {
    expect((await read('sum(load)', MINUTES)).times.length).toBe((await read('sum(load)')).times.length);
  });

  it.each([
    ['several series', 'load', 'the query answers 2 series, one is needed: wrap it in sum(...)'],
    ['nothing', 'nothing_here', 'has 0 values for nothing_here in that range'],
    ['an error', 'sum(', 'refused the query: '],
  ])('is an error in a sentence when the query answers %s', async (_, query, message) => {
    await expect(read(query)).rejects.toThrow(message);
  });
});
