import type { RecordedEvent } from '@smartscale/events';
import { openSqliteEventStore, reserveStore } from '@smartscale/events/sqlite';
import type { Check, Configuration, Log } from '@smartscale/runner';
import { Command } from 'commander';
import { openConsoleBeside } from '../console/beside.ts';
import { consoleLine } from '../console/serve-console.ts';
import { describeEvent } from '../describe-event.ts';
import { EXIT, UsageError } from '../exit.ts';
import { serveFigures } from '../exporter/serve-figures.ts';
import { refuseSimulatedLife } from '../local-store.ts';
import { noticeFile } from '../notice-file.ts';
import { parseNumber, parsePort } from '../number-option.ts';
import { withJson } from '../options.ts';
import { type Output, processOutput, show } from '../output.ts';
import { makeFolderOf } from '../store-file.ts';
import { untilStopped } from '../until-stopped.ts';

type RunOptions = {
  readonly config: string;
  readonly check: boolean;
  readonly json: boolean;
  readonly metricsPort?: string;
  readonly metricsHost: string;
  readonly console: boolean;
  readonly consolePort: string;
};

export function runCommand(): Command {
  return withJson(new Command('run'))
    .description('the same services on a real fleet, in one process: Prometheus, EC2 and the K3s API, events in SQLite')
    .requiredOption('--config <file>', 'what the fleet is, as YAML (apps/runner/examples/smartscale.yaml has every setting)')
    .option('--check', 'only see whether the configuration can be used and everything answers: exit code 0 or 1', false)
    .option('--metrics-port <port>', "serve the fleet's own figures for Prometheus there, usually 9464 (default: nowhere)")
    .option('--metrics-host <address>', 'for whom: only this machine, or 0.0.0.0 for the network that it is in', '127.0.0.1')
    .option('--no-console', 'without the page that shows the fleet')
    .option('--console-port <port>', 'of 127.0.0.1; 0: any free one', '0')
    .addHelpText(
      'after',
      '\nEvents go to standard output (with --json as lines of JSON), the log to standard error. Ctrl-C stops: what is in motion\nis ended or, after ten seconds, left to the next "smartscale run". docs/run-on-one-machine.md has the rest.',
    )
    .action(run);
}

async function run(options: RunOptions): Promise<void> {
  // Loaded here, because no other command needs the AWS SDK.
  const { checkPeers, ConfigurationError, createLog, openRunner, readConfiguration } = await import('@smartscale/runner');
  const output = processOutput(options.json);
  try {
    const configuration = readConfiguration(options.config);
    if (options.check) {
      showChecks(output, await checkPeers(configuration, { now: Date.now, noticeFile }));
      return;
    }
    makeFolderOf(configuration.store);
    reserveStore(configuration.store);
    await refuseSimulatedLife(configuration.store, configuration.cluster);
    const log = createLog({ write: output.err, now: Date.now, json: options.json });
    const onAppended = (events: readonly RecordedEvent[]) => {
      for (const event of events) showEvent(output, event);
    };
    const metrics = metricsOf(options);
    const consolePort = options.console ? parsePort(options.consolePort) : null;
    const runner = await openRunner(configuration, { telemetry: log, noticeFile, onAppended });
    const figures = metrics && (await openFigures(configuration, { ...metrics, log }));
    const page = consolePort === null ? null : await openPage(configuration, { port: consolePort, log, output });
    await live(runner, { configuration, log, beside: [figures, page] });
  } catch (error) {
    throw error instanceof ConfigurationError ? new UsageError(error.message, { cause: error }) : error;
  }
}

type Metrics = { readonly host: string; readonly port: number };

function metricsOf({ metricsPort, metricsHost: host }: RunOptions): Metrics | null {
  if (metricsPort === undefined) return null;
  return { host, port: parseNumber(metricsPort, { name: '--metrics-port', min: 0, max: 65_535, whole: true }) };
}

/** The figures are read from the file, over a connection of their own: what goes wrong there is no matter of the fleet. */
async function openFigures({ store: file, cluster }: Configuration, { host, port, log }: Metrics & { readonly log: Log }) {
  const store = openSqliteEventStore({ file, now: Date.now });
  const server = await serveFigures(store, { cluster, host, port, warn: (text) => log.warn(text) }).catch((cause: unknown) => {
    const { message } = cause as Error;
    throw new UsageError(`the figures cannot be served at ${host}:${port}: ${message} (--metrics-port)`, { cause });
  });
  log.info(`the fleet's figures are at http://${host}:${server.port}/metrics`);
  return {
    async close() {
      await server.close();
      store.close();
    },
  };
}

/** The console reads the file over a connection of its own, too. */
async function openPage(
  { store: file, cluster: clusterId }: Configuration,
  { port, log, output }: { readonly port: number; readonly log: Log; readonly output: Output },
) {
  const store = openSqliteEventStore({ file, now: Date.now });
  const page = await openConsoleBeside({ store, clusterId, port, output });
  if (page) log.info(consoleLine(page));
  return {
    async close() {
      await page?.close();
      store.close();
    },
  };
}

/** Runs until told to stop. Ends the process itself: a handler that did not come to its end in time must not go on without a store. */
async function live(
  runner: { start(): Promise<void>; stop(): Promise<void> },
  {
    configuration,
    log,
    beside,
  }: {
    readonly configuration: Configuration;
    readonly log: Log;
    readonly beside: readonly ({ close(): Promise<void> } | null)[];
  },
): Promise<never> {
  const { cluster, store } = configuration;
  const stop = untilStopped(null);
  await runner.start();
  log.info(`cluster ${cluster} is looked after; its events are in ${store}`);
  if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
  stop.dispose();
  log.info('stopping: what is in motion is ended first');
  for (const each of beside) await each?.close();
  await runner.stop();
  log.info('stopped', { counts: log.counts() });
  process.exit(EXIT.done);
}

function showEvent(output: Output, event: RecordedEvent): void {
  if (output.json) output.out(JSON.stringify(event));
  else output.out(`${event.recordedAt} event ${event.type}: ${describeEvent(event)}`);
}

function showChecks(output: Output, checks: readonly Check[]): void {
  const ok = checks.every((check) => check.ok);
  const line = (check: Check) => `${check.ok ? 'ok ' : 'NO '} ${check.name.padEnd(11)} ${check.found}`;
  show(output, { ok, checks }, () => checks.map(line).join('\n'));
  if (!ok) process.exitCode = EXIT.answerIsNo;
}
