import { defaultPolicy } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { createSimulation } from '@smartscale/simulator';
import { Command } from 'commander';
import { parseDuration } from '../duration.ts';
import { UsageError } from '../exit.ts';
import { noticeFile } from '../notice-file.ts';
import { parseNumber } from '../number-option.ts';
import { DEFAULT_STORE, parseStoreAddress } from '../open-store.ts';
import { processOutput } from '../output.ts';
import { readPolicyFile } from '../policy-file.ts';
import { readDemand } from '../read-demand.ts';
import { noticesFileOf, prepareStoreFile } from '../store-file.ts';
import { untilStopped } from '../until-stopped.ts';
import { type Show, showLines, showScreen } from '../view/show-fleet.ts';

const MAX_SPEED = 10_000;

type UpOptions = {
  readonly trace: string;
  readonly policy?: string;
  readonly speed: string;
  readonly seed: string;
  readonly store: string;
  readonly headStart: string;
  readonly fresh: boolean;
  readonly for?: string;
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
    .addHelpText('after', '\nCtrl-C stops. The next "smartscale up" goes on from there.')
    .action(up);
}

async function up(options: UpOptions): Promise<void> {
  const address = parseStoreAddress(options.store);
  if (address.kind !== 'sqlite')
    throw new UsageError('a fleet on this machine keeps its events in a file: --store sqlite:FILE');
  const factor = parseNumber(options.speed, { name: '--speed', min: 1, max: MAX_SPEED });
  const policy = options.policy === undefined ? undefined : readPolicyFile(options.policy);
  const maxWorkers = (policy ?? defaultPolicy()).workers.max;
  const demand = readDemand(options.trace, { peakWorkers: 6, maxWorkers });
  const headStartSeconds = parseDuration(options.headStart);
  const stop = untilStopped(options.for === undefined ? null : parseDuration(options.for));
  const output = processOutput(false);
  const keptAside = prepareStoreFile(address.file, { fresh: options.fresh });
  if (keptAside !== null) output.err(`the events so far are kept in ${keptAside}`);

  const store: { current?: ReturnType<typeof openSqliteEventStore> } = {};
  const simulation = await createSimulation({
    ...{ demand, seed: options.seed, shared: true, messenger: noticeFile(noticesFileOf(address.file)) },
    ...(policy && { policy }),
    openStore: (now) => {
      store.current = openSqliteEventStore({ file: address.file, now, durability: 'normal' });
      return store.current;
    },
  });
  if (!store.current) throw new Error('the simulation did not open its store');
  const show: Show = output.interactive ? showScreen : showLines;
  const shown = show({
    ...{ simulation, demand, store: store.current, output },
    title: `simulated fleet on ${demand.name}, ${factor} times as fast as real`,
    footer: `Ctrl-C stops; the events are in ${address.file}. Elsewhere: npx smartscale explain last`,
  });
  try {
    const headStartMinutes = simulation.continues ? 0 : Math.round(headStartSeconds / 60);
    const result = await simulation.live({ factor, headStartMinutes, signal: stop.signal });
    await shown.stop();
    output.out(
      `${output.interactive ? '\n' : ''}stopped after ${result.ticks} decisions; go on with "smartscale up", ask with "smartscale explain last" or "smartscale replay"`,
    );
  } finally {
    await shown.stop();
    stop.dispose();
  }
}
