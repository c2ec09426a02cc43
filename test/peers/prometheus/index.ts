import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from '../peer.ts';
import { startPeerProcess } from '../peer-process.ts';
import { PROMETHEUS_READY } from './ready.ts';

const START_TIMEOUT_SECONDS = 20;

export type LocalPrometheus = { readonly url: string; stop(): Promise<void> };

/** Prometheus itself, and promtool, which fills it. */
export const prometheusPeer: Peer = {
  name: 'Prometheus',
  missing() {
    const missing = ['prometheus', 'promtool'].filter((program) => spawnSync(program, ['--version']).error !== undefined);
    return missing.length === 0 ? undefined : `install ${missing.join(' and ')} (for example: apt install prometheus)`;
  },
};

/**
 * Starts a Prometheus on a free port of 127.0.0.1 that scrapes nothing and holds the given OpenMetrics lines
 * (`name{label="value"} value epochSeconds`), which must lie within its retention of 15 days. Its files go with `stop`.
 */
export async function startPrometheus(openMetrics: string): Promise<LocalPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'smartscale-prometheus-'));
  const data = join(folder, 'data');
  const config = join(folder, 'prometheus.yml');
  const lines = join(folder, 'lines.txt');
  await writeFile(config, 'scrape_configs: []\n');
  await writeFile(lines, `${openMetrics}# EOF\n`);
  execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', lines, data]);
  const server = await startPeerProcess({
    command: 'prometheus',
    args: [`--config.file=${config}`, `--storage.tsdb.path=${data}`, '--web.listen-address=127.0.0.1:0'],
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
