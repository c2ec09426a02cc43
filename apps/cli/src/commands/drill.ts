import { toTimestamp } from '@smartscale/events';
import { Command, Option } from 'commander';
import { follow } from '../drill/follow.ts';
import { type DrillResult, formatDrill, isAsExpected } from '../drill/format-drill.ts';
import type { DrilledFleet } from '../drill/local-fleet.ts';
import { type FleetChoice, withFleet } from '../drill/open-fleet.ts';
import { type DrillName, type DrillWishes, planDrill } from '../drill/plan.ts';
import { EXIT } from '../exit.ts';
import { DEFAULT_STORE } from '../open-store.ts';
import { withJson } from '../options.ts';
import { type Output, processOutput, show } from '../output.ts';
import { untilStopped } from '../until-stopped.ts';

type DrillOptions = FleetChoice & DrillWishes & { readonly json: boolean };

export function drillCommand(): Command {
  const worker = '--instance <id>';
  const time = '--for <duration>';
  return new Command('drill')
    .description('have something go wrong in a living fleet, and see what happens beside what should')
    .addCommand(
      drillOf('interrupt', 'EC2 takes a Spot worker back, with its two minutes of notice').option(
        worker,
        'which (default: the oldest)',
      ),
    )
    .addCommand(
      drillOf('kill-zone', 'every worker of a zone is terminated')
        .option('--zone <zone>', 'which (default: the one with the most workers)')
        .option(time, 'local fleet: how long nothing can be launched there (default: 30m)'),
    )
    .addCommand(
      drillOf('metrics-outage', 'Prometheus gives no answer (local fleet only)').option(time, 'how long (default: 10m)'),
    )
    .addCommand(
      drillOf('capacity-error', 'EC2 has no Spot capacity, and a Spot worker goes (local fleet only)')
        .option(worker, 'which goes (default: the oldest)')
        .option(time, 'how long there is none (default: 20m)'),
    )
    .addCommand(
      drillOf('crash', 'a worker goes, and who launches another dies before he can write that down (local fleet only)').option(
        worker,
        'which goes (default: the oldest)',
      ),
    )
    .addHelpText('after', '\ndocs/drills.md has what each of them expects.');
}

function drillOf(name: DrillName, says: string): Command {
  const store = new Option('--store <store>', `the fleet's: sqlite:FILE or dynamodb:TABLE (default: ${DEFAULT_STORE})`);
  return withJson(new Command(name))
    .description(says)
    .addOption(store.env('SMARTSCALE_STORE'))
    .addOption(new Option('--cluster <id>', 'whose (default: local, or the stage)').env('SMARTSCALE_CLUSTER'))
    .option('--stage <stage>', 'a fleet in AWS, which knows its store and its bus')
    .option('--region <region>', "its region (default: the AWS environment's)")
    .option('--bus <name>', 'the event bus that belongs to a dynamodb:TABLE')
    .option('--yes', 'do not ask before real machines are terminated', false)
    .action((options: DrillOptions) =>
      withFleet(name, options, (fleet) => drill(name, fleet, { wishes: options, output: processOutput(options.json) })),
    );
}

async function drill(
  name: DrillName,
  fleet: DrilledFleet,
  { wishes, output }: { readonly wishes: DrillWishes; readonly output: Output },
): Promise<void> {
  const { before } = fleet.history;
  const plan = planDrill(name, wishes, { fleet: before.before, intervalSeconds: before.intervalSeconds });
  const { begunAt } = await fleet.begin(plan);
  output.err(`${plan.says}; what comes of it is followed, Ctrl-C ends that`);
  const stop = untilStopped(null);
  try {
    const followed = await follow(plan, fleet, { begunAt, signal: stop.signal });
    const ok = isAsExpected(followed.findings);
    const result: DrillResult = { drill: name, says: plan.says, begunAt: toTimestamp(begunAt), ok, ...followed };
    show(output, result, () => formatDrill(result));
    if (!ok) process.exitCode = EXIT.answerIsNo;
  } finally {
    stop.dispose();
  }
}
