import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const READY_WITHIN_MILLISECONDS = 15_000;
const { SMARTSCALE_REQUIRE_PEERS: REQUIRED } = process.env;
const READY_POLL_MILLISECONDS = 50;

/** Why there is no real Prometheus to test against, or null when there is. Throws instead when peers are required. */
export function prometheusIsMissing(): string | null {
  const missing = ['prometheus', 'promtool'].filter((program) => spawnSync(program, ['--version']).error !== undefined);
  if (missing.length === 0) return null;
  const sentence = `${missing.join(' and ')} not found: apt-get install prometheus`;
  if (REQUIRED === '1') throw new Error(sentence);
  return sentence;
}

/** A real Prometheus on this machine that scrapes nothing and holds the given OpenMetrics lines. */
export async function startPrometheus(openMetrics: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-prometheus-'));
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const input = file('input.txt', `${openMetrics}# EOF\n`);
  execFileSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', input, join(folder, 'data')]);
  const address = `127.0.0.1:${await freePort()}`;
  const flags = [
    `--config.file=${file('prometheus.yml', 'scrape_configs: []\n')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
    '--log.level=error',
  ];
  const server = spawn('prometheus', flags, { stdio: ['ignore', 'ignore', 'inherit'] });
  const stop = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  await becomesReady(`http://${address}`);
  return { url: `http://${address}`, stop };
}

async function becomesReady(url: string): Promise<void> {
  for (let waited = 0; waited < READY_WITHIN_MILLISECONDS; waited += READY_POLL_MILLISECONDS) {
    const ready = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await pause(READY_POLL_MILLISECONDS);
  }
  throw new Error(`Prometheus at ${url} was not ready within ${READY_WITHIN_MILLISECONDS} ms`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
