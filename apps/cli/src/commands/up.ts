import { defaultPolicy } from '@smartscale/events';
import { openSqliteEventStore, reserveStore, type SqliteEventStore } from '@smartscale/events/sqlite';
import { createSimulation, type Simulation, type SimulationOptions } from '@smartscale/simulator';
import { openSqliteViewStore, viewsFileOf } from '@smartscale/views/sqlite';
import { Command } from 'commander';
import { openConsoleBeside } from '../console/beside.ts';
import { consoleLine } from '../console/serve-console.ts';
import { answerFor } from '../control/answer-for.ts';
import { type Control, openControl } from '../control/open-control.ts';
import { controlSocketOf } from '../control/socket-path.ts';
import { parseDuration } from '../duration.ts';
import { EXIT, UsageError } from '../exit.ts';
import { fileOfLocalStore, simulatedLife } from '../local-store.ts';
import { noticeFile } from '../notice-file.ts';
import { parseNumber, parsePort } from '../number-option.ts';
import { DEFAULT_STORE } from '../open-store.ts';
import { type Output, processOutput } from '../output.ts';
import { readPolicyFile } from '../policy-file.ts';
import { readDemand } from '../read-demand.ts';
import { makeFolderOf, moveAside, noticesFileOf } from '../store-file.ts';
import { untilStopped } from '../until-stopped.ts';
import { type Show, showLines, showScreen } from '../view/show-fleet.ts';

const MAX_SPEED = 10_000;
const PEAK_WORKERS = 6;

/** The name that the other commands look for when they are told none. */
const CLUSTER = 'local';

type UpOptions = {
  readonly trace: string;
  readonly policy?: string;
  readonly speed: string;
  readonly seed: string;
  readonly store: string;
  readonly headStart: string;
  readonly fresh: boolean;
  readonly for?: string;
  readonly console: boolean;
  readonly consolePort: string;
};

export function upCommand(): Command {
  return new Command('up')
    .description('a living fleet on this machine: the real services on a simulated EC2, K3s and Prometheus')
    .option(
      '--trace <trace>',
      'demand: a CSV file (timestamp_iso,value; may be gzipped) or the name of a shipped trace',
      'nasa-http',
    )
    .option('--policy <file>', 'rules as YAML (default: those in force, at first every knob at its default)')
    .option('--speed <factor>', 'how many times faster than real time', '120')
    .option('--seed <seed>', 'the same seed lives the same life', '1')
    .option('--store <store>', 'where the events are kept: sqlite:FILE', DEFAULT_STORE)
    .option('--head-start <duration>', 'of a fresh fleet: time that has passed when you first see it', '8h')
    .option('--fresh', 'begin anew; the events so far are kept beside, under another name', false)
    .option('--for <duration>', 'stop by itself after this time')
    .option('--no-console', 'without the page that shows the fleet')
    .option('--console-port <port>', 'of 127.0.0.1; 0: any free one', '0')
    .addHelpText('after', '\nCtrl-C stops. The next "smartscale up" goes on from there.')
    .action(up);
}

async function up(options: UpOptions): Promise<void> {
  const factor = parseNumber(options.speed, { name: '--speed', min: 1, max: MAX_SPEED });
  const headStartSeconds = parseDuration(options.headStart);
  const seconds = options.for === undefined ? null : parseDuration(options.for);
  const wanted = options.policy === undefined ? undefined : readPolicyFile(options.policy);
  const file = fileOfLocalStore(options.store);
  const output = processOutput(false);
  makeFolderOf(file);
  const reservation = reserveStore(file);
  try {
    if (options.fresh) tellKept(output, moveAside(file));
    const life = await simulatedLife(file, CLUSTER);
    const policy = wanted ?? life?.policy ?? defaultPolicy();
    const { demand } = readDemand(options.trace, {
      peakWorkers: PEAK_WORKERS,
      maxWorkers: policy.workers.max,
      warn: output.err,
    });
    if (life) output.err(`going on with the fleet in ${file} ("--fresh" begins anew)`);
    const headStartMinutes = life ? 0 : Math.round(headStartSeconds / 60);
    await live({
      file,
      demand,
      output,
      factor,
      headStartMinutes,
      seconds,
      seed: options.seed,
      consolePort: options.console ? parsePort(options.consolePort) : null,
      ...(wanted && { policy: wanted }),
    });
  } finally {
    reservation.release();
  }
}

type Life = Pick<SimulationOptions, 'demand' | 'policy'> & {
  readonly seed: string;
  readonly file: string;
  readonly output: Output;
  readonly factor: number;
  readonly headStartMinutes: number;
  readonly seconds: number | null;
  /** Null: no console. */
  readonly consolePort: number | null;
};

async function live({ file, output, factor, headStartMinutes, seconds, consolePort, ...options }: Life): Promise<void> {
  let opened: SqliteEventStore | undefined;
  const simulation = await createSimulation({
    ...{ ...options, clusterId: CLUSTER, shared: true, messenger: noticeFile(noticesFileOf(file)) },
    openStore: (now) => {
      opened = openSqliteEventStore({ file, now, durability: 'normal' });
      return opened;
    },
    openViews: () => openSqliteViewStore(viewsFileOf(file)),
  });
  if (!opened) throw new Error('the simulation did not open its store');
  const control = await takeDrills(file, simulation, output);
  const page = await openConsoleBeside({ store: opened, clusterId: CLUSTER, port: consolePort, output });
  if (page && !output.interactive) output.out(consoleLine(page));
  const stop = untilStopped(seconds);
  const show: Show = output.interactive ? showScreen : showLines;
  const shown = show({
    ...{ simulation, store: opened, output, demand: options.demand, onFailure: stop.abort },
    title: `simulated fleet on ${options.demand.name}, ${factor} times as fast as real`,
    footer: `${page ? `Console: ${page.url}   ` : ''}Ctrl-C stops; the events are in ${file}. Elsewhere: npx smartscale explain last`,
  });
  try {
    const { ticks, violationCount } = await simulation.live({ factor, headStartMinutes, signal: stop.signal });
    await shown.stop();
    const then = 'go on with "smartscale up", ask with "smartscale explain last" or "smartscale replay"';
    output.out(`${output.interactive ? '\n' : ''}stopped after ${ticks} decisions; ${then}`);
    if (violationCount > 0) {
      output.err(
        `${violationCount} times a rule was broken or an event could not be delivered: smartscale simulate lists them`,
      );
      process.exitCode = EXIT.answerIsNo;
    }
  } finally {
    await control?.close();
    await page?.close();
    await shown.stop();
    stop.dispose();
  }
}

/** A fleet lives without taking drills, too, when there can be no socket beside its store. */
async function takeDrills(file: string, { drills }: Simulation, output: Output): Promise<Control | undefined> {
  try {
    return await openControl(controlSocketOf(file), answerFor(drills));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.err(`"smartscale drill" will not find this fleet: ${error.message}`);
    return undefined;
  }
}

function tellKept(output: Output, keptIn: string | null): void {
  if (keptIn !== null) output.err(`the events so far are kept in ${keptIn}`);
}
