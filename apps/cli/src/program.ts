import { TraceError } from '@smartscale/backtest/traces';
import { EventStoreError } from '@smartscale/events';
import { PolicyNotSimulatedError, UnknownFaultError } from '@smartscale/simulator';
import { ViewsUnusableError } from '@smartscale/views';
import { Command, CommanderError } from 'commander';
import rootPackage from '../../../package.json' with { type: 'json' };
import { archiveCommand } from './commands/archive.ts';
import { backtestCommand } from './commands/backtest.ts';
import { completeCommand, completionCommand } from './commands/completion.ts';
import { consoleCommand } from './commands/console.ts';
import { costCommand } from './commands/cost.ts';
import { doctorCommand } from './commands/doctor.ts';
import { drillCommand } from './commands/drill.ts';
import { eventsCommand } from './commands/events.ts';
import { explainCommand } from './commands/explain.ts';
import { exporterCommand } from './commands/exporter.ts';
import { forecastCommand } from './commands/forecast.ts';
import { nodeCommand } from './commands/node.ts';
import { policyCommand } from './commands/policy.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { simulateCommand } from './commands/simulate.ts';
import { tortureCommand } from './commands/torture.ts';
import { upCommand } from './commands/up.ts';
import { zoneCommand } from './commands/zone.ts';
import { EXIT, UsageError } from './exit.ts';
import { inManualOrder, withHelp } from './help/with-help.ts';

const { version: VERSION } = rootPackage;

/** Errors whose message is meant for the user: what, where, and what to do. */
const UNUSABLE_INPUT = [
  UsageError,
  EventStoreError,
  ViewsUnusableError,
  TraceError,
  PolicyNotSimulatedError,
  UnknownFaultError,
];

/** Builds the command line. */
export function createProgram(): Command {
  const program = new Command('smartscale')
    .version(VERSION, '--version', 'print the version')
    .description('Scales the workers of a K3s cluster on EC2, and can replay and explain every decision it took.')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 the answer is no, 2 wrong use or unusable input.\nBegin with: smartscale up\nOf a command: smartscale explain --help',
    );
  for (const command of inManualOrder([
    upCommand(),
    runCommand(),
    consoleCommand(),
    simulateCommand(),
    backtestCommand(),
    tortureCommand(),
    eventsCommand(),
    explainCommand(),
    replayCommand(),
    nodeCommand(),
    policyCommand(),
    forecastCommand(),
    costCommand(),
    reportCommand(),
    exporterCommand(),
    zoneCommand(),
    drillCommand(),
    archiveCommand(),
    doctorCommand(),
    completionCommand(),
  ])) {
    program.addCommand(command);
  }
  program.addCommand(completeCommand(createProgram), { hidden: true });
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
    command.exitOverride();
  withHelp(program);
  return program;
}

/** Runs one command. Resolves to its exit code; a user's mistake is one sentence on standard error, a fault of ours its stack. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync([...argv]);
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.unusableInput;
    if (UNUSABLE_INPUT.some((kind) => error instanceof kind)) {
      process.stderr.write(`smartscale: ${(error as Error).message}\n`);
      return EXIT.unusableInput;
    }
    throw error;
  }
}
