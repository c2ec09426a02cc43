import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { serveFigures } from '../../apps/cli/src/exporter/serve-figures.ts';
import { dashboardFiles } from '../../scripts/dashboards/index.ts';
import { startDemoApp } from '../demo-app/started-app.ts';
import { startLocalServer } from '../e2e/deployed/local-server.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { type LocalPrometheus, prometheusPeer } from '../peers/prometheus/index.ts';
import { startPrometheusWithJobs } from '../peers/prometheus/scraping.ts';

const CLI = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
const RECORDED = join(import.meta.dirname, 'recorded');
const PATIENCE = { timeout: 60_000, interval: 1_000 };
const SETUP_MILLISECONDS = 240_000;
const CPU_MODES = 8;
const VISIT_MILLISECONDS = 500;
/** The demand model speaks after a week. */
const DAYS_BEFORE = 8;

type Target = { readonly expr: string };
type Panel = { readonly title: string; readonly targets: readonly Target[] };

const panels = [...dashboardFiles()].flatMap(([file, content]) => {
  const { panels: all } = JSON.parse(content) as { panels: Panel[] };
  return all.flatMap(({ title, targets }) => targets.map(({ expr }) => [file, title, expr] as const));
});

/** As Grafana fills in what it knows. */
const filledIn = (expr: string) =>
  expr.replaceAll('$cluster', 'local').replaceAll('$__rate_interval', '1m').replaceAll('$__range', '6h');

/** What was recorded stands still; a rate is of what grows. Each mode of each CPU gets the same share of the time that goes by. */
function wentOn(text: string): string {
  const seconds = performance.now() / 1_000 / CPU_MODES;
  return text.replace(
    /^(node_cpu_seconds_total\{.*\}) (\S+)$/gm,
    (_, series: string, value: string) => `${series} ${Number(value) + seconds}`,
  );
}

/** A fleet of which every figure is told by what tells it in a cluster; of kube-state-metrics and node-exporter, what they once told. */
describeWithPeer(prometheusPeer, 'each panel, asked of a real Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-dashboards-'));
  const file = join(folder, 'fleet.db');
  const open: (() => Promise<void> | void)[] = [];
  let prometheus: LocalPrometheus;

  const simulate = (...args: string[]) =>
    promisify(execFile)(process.execPath, [CLI, 'simulate', '--store', `sqlite:${file}`, '--json', ...args], {
      maxBuffer: 16 * 1024 ** 2,
    });
  const ask = async (query: string) => {
    const answer = await fetch(`${prometheus.url}/api/v1/query?${new URLSearchParams({ query })}`);
    const { status, error, data } = (await answer.json()) as {
      status: string;
      error?: string;
      data?: { result: { value: [number, string] }[] };
    };
    return status === 'success' ? (data?.result.filter(({ value }) => value[1] !== 'NaN').length ?? 0) : `${error}`;
  };

  beforeAll(async () => {
    await simulate('--days', String(DAYS_BEFORE));
    const store = openSqliteEventStore({ file, now: Date.now });
    const figures = await serveFigures(store, {
      cluster: 'local',
      host: '127.0.0.1',
      port: 0,
      warn: () => undefined,
      keptMilliseconds: 500,
    });
    const app = await startDemoApp({ CPU_THREADS: '1', QUEUE_WORKERS: '1' });
    const recorded = await Promise.all(
      readdirSync(RECORDED)
        .filter((name) => name.endsWith('.prom'))
        .map(async (name) => {
          const text = readFileSync(join(RECORDED, name), 'utf8');
          return [name.replace('.prom', ''), await startLocalServer(() => wentOn(text))] as const;
        }),
    );
    open.push(() => store.close(), figures.close, app.stop, ...recorded.map(([, { stop }]) => stop));
    prometheus = await startPrometheusWithJobs({
      smartscale: [`127.0.0.1:${figures.port}`],
      pods: [app.host],
      ...Object.fromEntries(recorded.map(([name, { address }]) => [name, [address]])),
    });
    open.push(prometheus.stop);
    await vi.waitFor(async () => expect(await ask('smartscale_store_readable')).toBe(1), PATIENCE);
    const visit = () =>
      Promise.all(['/work?cpuMilliseconds=5', '/', '/work?cpuMilliseconds=x'].map((path) => fetch(`${app.url}${path}`)));
    const visiting = setInterval(() => void visit().catch(() => undefined), VISIT_MILLISECONDS);
    open.push(() => clearInterval(visiting));
    await simulate('--continue', '--days', '1');
  }, SETUP_MILLISECONDS);
  afterAll(async () => {
    for (const close of open.reverse()) await close();
    rmSync(folder, { recursive: true });
  });

  it.each(panels)('%s: %s: %s', async (_, __, expr) => {
    await expect.poll(() => ask(filledIn(expr)), PATIENCE).toBeGreaterThan(0);
  });

  it('finds what no exporter tells, and what is no PromQL', async () => {
    expect(await ask('smartscale_workers_maximum{cluster="local"}')).toBe(0);
    expect(await ask('sum(smartscale_workers')).toContain('parse error');
  });
});
