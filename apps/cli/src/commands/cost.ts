import { loadState, streamName, toTimestamp } from '@smartscale/events';
import { cost } from '@smartscale/projections';
import {
  type Activity,
  monthlyBill,
  PRICE_LISTS,
  type PricedRegion,
  SIMULATED_MONTH,
} from '@smartscale/projections/control-plane';
import { Command, Option } from 'commander';
import { clusterTime } from '../cluster-time.ts';
import { type BillView, formatBill } from '../cost/format-bill.ts';
import { type CostView, formatCost } from '../cost/format-cost.ts';
import { recordedActivity } from '../cost/recorded-activity.ts';
import { UsageError } from '../exit.ts';
import { parseNumber } from '../number-option.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';

const MAX_DAYS = 366;

type CostOptions = StoreOptions & {
  readonly controlPlane: boolean;
  readonly region: PricedRegion;
  readonly days: string;
  readonly tracing: boolean;
};

export function costCommand(): Command {
  const region = new Option('--region <region>', 'with --control-plane: whose prices')
    .choices(Object.keys(PRICE_LISTS))
    .default('ap-south-1');
  return withStoreOptions(new Command('cost'))
    .description('what the workers have cost so far, or what the control plane costs a month')
    .option('--control-plane', 'what Lambda, DynamoDB, EventBridge and CloudWatch cost a month', false)
    .addOption(region)
    .option('--days <days>', 'with --control-plane and a store: how many of its last days to count', '30')
    .option('--tracing', 'with --control-plane: as if X-Ray were on', false)
    .addHelpText('after', '\nWithout a store, --control-plane counts a month that was simulated.')
    .action(async (options: CostOptions, command: Command) => {
      const output = processOutput(options.json);
      if (options.controlPlane) {
        const isStoreGiven = command.getOptionValueSource('store') !== 'default';
        const view = await billView(options, isStoreGiven);
        show(output, view, () => formatBill(view));
      } else {
        const view = await costView(options);
        show(output, view, () => formatCost(view));
      }
    });
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

async function costView(options: CostOptions): Promise<CostView> {
  return withStore(options, async (store) => {
    const { state } = await loadState(store, streamName('fleet', options.cluster), cost.runningCostFold);
    if (state.since === null) throw new UsageError(`cluster ${options.cluster} has launched no worker yet`);
    const until = toTimestamp(await clusterTime(store, options.cluster));
    return { ...cost.costAt(state, until), since: state.since, until };
  });
}
