import { daysOf } from '@smartscale/backtest/traces';
import { defaultPolicy, type Policy } from '@smartscale/events';
import { openSqliteEventStore, reserveStore } from '@smartscale/events/sqlite';
import { createSimulation, FAULTS, parseFaults, type SimulationOptions, type SimulationResult } from '@smartscale/simulator';
import { openSqliteViewStore, viewsFileOf } from '@smartscale/views/sqlite';
import { Command } from 'commander';
import { EXIT, UsageError } from '../exit.ts';
import { fileOfLocalStore, simulatedLife } from '../local-store.ts';
import { parseNumber } from '../number-option.ts';
import { withJson } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { readPolicyFile } from '../policy-file.ts';
import { openProgress } from '../progress.ts';
import { readDemand } from '../read-demand.ts';
import { makeFolderOf } from '../store-file.ts';
import { untilStopped } from '../until-stopped.ts';
import { formatSimulation } from '../view/format-simulation.ts';

const MINUTES_PER_DAY = 1_440;
const MAX_DAYS = 3_660;
const MAX_PEAK_WORKERS = 1_000;

type SimulateOptions = {
  readonly trace: string;
  readonly policy?: string;
  readonly days?: string;
  readonly seed: string;
  readonly faults: string;
  readonly store?: string;
  readonly continue: boolean;
  readonly cluster: string;
  readonly peakWorkers: string;
  readonly json: boolean;
};

export function simulateCommand(): Command {
  return withJson(new Command('simulate'))
    .description('what the whole system does with a demand: the real services on a simulated EC2, K3s and Prometheus')
    .option(
      '--trace <trace>',
      'demand: a CSV file (timestamp_iso,value; may be gzipped) or the name of a shipped trace',
      'nasa-http',
    )
    .option('--policy <file>', 'rules as YAML (default: every knob at its default)')
    .option('--days <days>', 'simulated days (default: as long as the trace); a shorter trace is repeated')
    .option('--seed <seed>', 'the same seed lives the same life', '1')
    .option('--faults <list>', 'what may go wrong, separated by commas, or "none"', 'spot-interruptions')
    .option('--peak-workers <workers>', "workers that the trace's usual peak (99.5th percentile) needs", '6')
    .option('--store <store>', 'keep the events: sqlite:FILE (default: a temporary file)')
    .option('--continue', 'go on with the life that the store holds', false)
    .option('--cluster <id>', 'name of the simulated cluster', 'local')
    .addHelpText(
      'after',
      `\nFaults:\n${Object.entries(FAULTS)
        .map(([name, what]) => `  ${name.padEnd(20)}${what}`)
        .join('\n')}`,
    )
    .action(simulate);
}

async function simulate(options: SimulateOptions): Promise<void> {
  const output = processOutput(options.json);
  const wanted = options.policy === undefined ? undefined : readPolicyFile(options.policy);
  const faults = parseFaults(options.faults);
  const peakWorkers = parseNumber(options.peakWorkers, { name: '--peak-workers', min: 0.1, max: MAX_PEAK_WORKERS });
  const wantedDays =
    options.days === undefined ? null : parseNumber(options.days, { name: '--days', min: 0.01, max: MAX_DAYS });
  const keep = options.store === undefined ? null : await reserveFile(fileOfLocalStore(options.store), options);
  try {
    const policy = wanted ?? keep?.policy ?? defaultPolicy();
    const { demand, gaps } = readDemand(options.trace, { peakWorkers, maxWorkers: policy.workers.max, warn: output.err });
    const days = wantedDays ?? daysOf(demand);
    const { seed, cluster: clusterId } = options;
    const result = await live({ demand, seed, clusterId, faults, ...(wanted && { policy: wanted }), ...keep?.open }, days);
    show(output, { ...result, traceGaps: gaps, continued: keep?.continues ?? false }, () => formatSimulation(result));
    if (result.violationCount > 0) process.exitCode = EXIT.answerIsNo;
  } finally {
    keep?.release();
  }
}

async function live(options: SimulationOptions, days: number): Promise<SimulationResult> {
  const progress = openProgress('simulating', 'minutes', Math.round(days * MINUTES_PER_DAY));
  const stop = untilStopped(null);
  let minute = 0;
  try {
    const simulation = await createSimulation({ ...options, observer: () => progress.set(++minute) });
    return await simulation.run({ days, stopwatch: () => performance.now(), signal: stop.signal });
  } finally {
    progress.stop();
    stop.dispose();
  }
}

type KeptFile = {
  readonly open: Pick<SimulationOptions, 'openStore' | 'openViews'>;
  /** The policy in force in a life that is continued. */
  readonly policy: Policy | null;
  readonly continues: boolean;
  release(): void;
};

/** Reserves the file that the events are kept in. UsageError when it has a life already and nobody asked to continue it. */
async function reserveFile(file: string, options: Pick<SimulateOptions, 'cluster' | 'continue'>): Promise<KeptFile> {
  makeFolderOf(file);
  const { release } = reserveStore(file);
  try {
    const life = await simulatedLife(file, options.cluster);
    if (life && !options.continue) {
      throw new UsageError(
        `${file} has the life of cluster ${options.cluster} already: name another file, or go on with --continue`,
      );
    }
    const open = {
      openStore: (now: () => number) => openSqliteEventStore({ file, now, durability: 'normal' as const }),
      openViews: () => openSqliteViewStore(viewsFileOf(file)),
    };
    return { open, policy: life?.policy ?? null, continues: life !== null, release };
  } catch (error) {
    release();
    throw error;
  }
}
