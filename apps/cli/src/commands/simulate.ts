import { defaultPolicy } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { createSimulation, daysOf, FAULTS, parseFaults, type SimulationOptions } from '@smartscale/simulator';
import { Command } from 'commander';
import { EXIT, UsageError } from '../exit.ts';
import { parseNumber } from '../number-option.ts';
import { parseStoreAddress } from '../open-store.ts';
import { withJson } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { readPolicyFile } from '../policy-file.ts';
import { openProgress } from '../progress.ts';
import { readDemand } from '../read-demand.ts';
import { untilStopped } from '../until-stopped.ts';
import { formatSimulation } from '../view/format-simulation.ts';

const MAX_DAYS = 3_660;
const MAX_PEAK_WORKERS = 1_000;

type SimulateOptions = {
  readonly trace: string;
  readonly policy?: string;
  readonly days?: string;
  readonly seed: string;
  readonly faults: string;
  readonly store?: string;
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
    .option('--cluster <id>', 'name of the simulated cluster', 'local')
    .addHelpText(
      'after',
      `\nFaults:\n${Object.entries(FAULTS)
        .map(([name, what]) => `  ${name.padEnd(20)}${what}`)
        .join('\n')}`,
    )
    .action(async (options: SimulateOptions) => {
      const output = processOutput(options.json);
      const policy = options.policy === undefined ? defaultPolicy() : readPolicyFile(options.policy);
      const peakWorkers = parseNumber(options.peakWorkers, { name: '--peak-workers', min: 0.1, max: MAX_PEAK_WORKERS });
      const demand = readDemand(options.trace, { peakWorkers, maxWorkers: policy.workers.max });
      const days =
        options.days === undefined ? daysOf(demand) : parseNumber(options.days, { name: '--days', min: 0.01, max: MAX_DAYS });
      const minutes = Math.round(days * 1_440);
      const progress = openProgress('simulating', 'minutes', minutes);
      let minute = 0;
      const simulation = await createSimulation({
        ...{
          demand,
          policy,
          seed: options.seed,
          clusterId: options.cluster,
          faults: parseFaults(options.faults),
          ...storeOf(options.store),
        },
        observer: () => progress.set(++minute),
      });
      const stop = untilStopped(null);
      try {
        const result = await simulation.run({ days, stopwatch: () => performance.now(), signal: stop.signal });
        progress.stop();
        show(output, result, () => formatSimulation(result));
        if (result.violationCount > 0) process.exitCode = EXIT.answerIsNo;
      } finally {
        progress.stop();
        stop.dispose();
      }
    });
}

function storeOf(text: string | undefined): Pick<SimulationOptions, 'openStore'> {
  if (text === undefined) return {};
  const address = parseStoreAddress(text);
  if (address.kind !== 'sqlite') throw new UsageError('a simulation keeps its events in a file: --store sqlite:FILE');
  return { openStore: (now) => openSqliteEventStore({ file: address.file, now, durability: 'normal' }) };
}
