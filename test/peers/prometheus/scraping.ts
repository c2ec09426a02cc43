import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPeerProcess } from '../peer-process.ts';
import type { LocalPrometheus } from './index.ts';
import { PROMETHEUS_READY } from './ready.ts';

const START_TIMEOUT_SECONDS = 20;

/** Starts a Prometheus like the one below, with all targets in one job, `world`. */
export function startScrapingPrometheus(...targets: readonly string[]): Promise<LocalPrometheus> {
  return startPrometheusWithJobs({ world: targets });
}

/**
 * Starts a Prometheus on a free port of 127.0.0.1 that asks each target (`host:port`) of each job for its metrics every second. Labels
 * are left as they are told. Its files go with `stop`.
 */
export async function startPrometheusWithJobs(jobs: Readonly<Record<string, readonly string[]>>): Promise<LocalPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'smartscale-prometheus-'));
  const config = join(folder, 'prometheus.yml');
  const scrapeConfigs = Object.entries(jobs).map(([job_name, targets]) => ({
    ...{ job_name, scrape_interval: '1s', honor_labels: true, static_configs: [{ targets }] },
  }));
  // JSON is YAML.
  await writeFile(config, JSON.stringify({ scrape_configs: scrapeConfigs }));
  const server = await startPeerProcess({
    command: 'prometheus',
    args: [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`, '--web.listen-address=127.0.0.1:0'],
    ready: PROMETHEUS_READY,
    timeoutSeconds: START_TIMEOUT_SECONDS,
  });
  return {
    url: `http://${server.ready[1]}`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
