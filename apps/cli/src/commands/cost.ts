import {
  type Activity,
  monthlyBill,
  PRICE_LISTS,
  type PricedRegion,
  SIMULATED_MONTH,
} from '@smartscale/projections/control-plane';
import { ASSUMPTIONS, firstPlan } from '@smartscale/projections/first-plan';
import type { Grouping } from '@smartscale/projections/ledger';
import { Command, Option } from 'commander';
import { type BillView, formatBill } from '../cost/format-bill.ts';
import { formatFirstPlan } from '../cost/format-first-plan.ts';
import { formatStatement } from '../cost/format-statement.ts';
import { readStatement, type StatementRequest } from '../cost/read-statement.ts';
import { recordedActivity } from '../cost/recorded-activity.ts';
import { UsageError } from '../exit.ts';
import { parseNumber } from '../number-option.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { correctCommand } from './cost-correct.ts';

const MAX_DAYS = 366;
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const STATIC_FLEET = /^(\d{1,4})x([a-z0-9-]+\.[a-z0-9-]+)$/;

type CostOptions = StoreOptions & {
  readonly controlPlane: boolean;
  readonly region: PricedRegion;
  readonly days: string;
  readonly tracing: boolean;
  readonly month?: string;
  readonly by: Grouping;
  readonly static?: string;
  readonly server: string;
  readonly disk: string;
  readonly decisions: boolean;
  readonly firstPlan: boolean;
};

export function costCommand(): Command {
  const region = new Option('--region <region>', 'with --control-plane: whose prices')
    .choices(Object.keys(PRICE_LISTS))
    .default('ap-south-1');
  const by = new Option('--by <property>', 'how the workers are summed')
    .choices(['capacity', 'zone', 'type', 'day'])
    .default('capacity');
  return withStoreOptions(new Command('cost'))
    .description('what a month has cost, all in, and what it would have cost otherwise')
    .option('--month <month>', 'such as 2026-11 (default: the one that the cluster is in)')
    .addOption(by)
    .option('--decisions', 'what each decision cost or saved', false)
    .option(
      '--static <fleet>',
      "the fleet to compare with, such as 5xt3.medium (default: for the peak of demand, of the policy's cheapest type)",
    )
    .option('--server <type>', 'instance type of the K3s server', 't3a.medium')
    .option('--disk <gb>', 'gp3 disk of each machine', '20')
    .option('--first-plan', 'the table that once promised the savings, made again, and what it lacks', false)
    .option('--control-plane', 'what Lambda, DynamoDB, EventBridge and CloudWatch cost a month', false)
    .addOption(region)
    .option('--days <days>', 'with --control-plane and a store: how many of its last days to count', '30')
    .option('--tracing', 'with --control-plane: as if X-Ray were on', false)
    .addHelpText('after', '\nWithout a store, --control-plane counts a month that was simulated.')
    .action(async (options: CostOptions, command: Command) => {
      if (!options.controlPlane) refuseIdle(command);
      const output = processOutput(options.json);
      if (options.firstPlan) {
        const rows = firstPlan();
        show(output, { assumptions: ASSUMPTIONS, rows }, () => formatFirstPlan(rows));
      } else if (options.controlPlane) {
        const isStoreGiven = command.getOptionValueSource('store') !== 'default';
        const view = await billView(options, isStoreGiven);
        show(output, view, () => formatBill(view));
      } else {
        const request = requestOf(options);
        const view = await withStore(options, (store) => readStatement(store, options.cluster, request));
        show(output, view, () => formatStatement(view, options));
      }
    })
    .addCommand(correctCommand());
}

/** What only the bill of the control plane looks at is not ignored beside another question. */
function refuseIdle(command: Command): void {
  const idle = ['region', 'days', 'tracing'].find((name) => command.getOptionValueSource(name) === 'cli');
  if (idle !== undefined) throw new UsageError(`--${idle} needs --control-plane`);
}

async function billView(options: CostOptions, isStoreGiven: boolean): Promise<BillView> {
  const { region } = options;
  const days = parseNumber(options.days, { name: '--days', min: 1, max: MAX_DAYS });
  const activity: Activity = isStoreGiven
    ? await withStore(options, (store) => recordedActivity(store, options.cluster, days))
    : SIMULATED_MONTH;
  const prices = PRICE_LISTS[region];
  const counted = isStoreGiven ? `${activity.days.toFixed(1)} days of ${options.store}` : 'a month that was simulated';
  const bill = monthlyBill(activity, { prices, isTraced: options.tracing });
  return { region, pricesAsOf: prices.asOf, basis: counted, activity, bill };
}

function requestOf(options: CostOptions): StatementRequest {
  const { month, server: serverInstanceType } = options;
  if (month !== undefined && !MONTH.test(month)) throw new UsageError(`--month takes a month such as 2026-11, not "${month}"`);
  const diskGb = parseNumber(options.disk, { name: '--disk', min: 1, max: 16_384 });
  return { ...(month !== undefined && { month }), serverInstanceType, diskGb, ...staticFleetOf(options.static) };
}

function staticFleetOf(text: string | undefined): Pick<StatementRequest, 'staticFleet'> {
  if (text === undefined) return {};
  const [, workers, instanceType] = STATIC_FLEET.exec(text) ?? [];
  if (!instanceType) throw new UsageError(`--static takes workers and their type such as 5xt3.medium, not "${text}"`);
  return { staticFleet: { workers: Number(workers), instanceType } };
}
