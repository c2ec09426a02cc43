import { Command, Option } from 'commander';
import { clusterTime } from '../cluster-time.ts';
import { correctPrice } from '../cost/correct-price.ts';
import { UsageError } from '../exit.ts';
import { parseMoment } from '../moment.ts';
import { parseNumber } from '../number-option.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';

const MAX_PRICE_USD = 1_000;
const LEAST_PRICE_USD = 0.0001;

type CorrectOptions = StoreOptions & {
  readonly capacity: 'spot' | 'on-demand';
  readonly from: string;
  readonly to?: string;
  readonly note: string;
};

/** `smartscale cost correct`: a price is put right, and the past is rated anew. */
export function correctCommand(): Command {
  const capacity = new Option('--capacity <type>', 'whose price it is').choices(['spot', 'on-demand']).makeOptionMandatory();
  return withStoreOptions(new Command('correct'))
    .description('put a price right that was wrong or not known: what it was for is rated anew')
    .argument('<type>', 'instance type, such as t3.medium')
    .argument('<zone>', 'such as ap-south-1a')
    .argument('<price>', 'USD per hour')
    .addOption(capacity)
    .requiredOption('--from <moment>', 'since when it holds, such as 2026-11-24T20:04 (UTC)')
    .option('--to <moment>', 'until when (default: for good)')
    .option('--note <text>', 'why, for those who read the history', '')
    .action(async (...given: [type: string, zone: string, price: string, own: unknown, command: Command]) => {
      const [instanceType, zone, price, , command] = given;
      // The store, the cluster and --json are options of `cost` as well, which takes them wherever they stand.
      const options = command.optsWithGlobals<CorrectOptions>();
      const pricePerHourUsd = parseNumber(price, { name: '<price>', min: LEAST_PRICE_USD, max: MAX_PRICE_USD });
      const from = parseMoment(options.from);
      const to = options.to === undefined ? null : parseMoment(options.to);
      if (to !== null && to <= from) throw new UsageError(`--to (${to}) is not after --from (${from})`);
      const { capacity: capacityType, note, cluster } = options;
      const now = await withStore(options, (store) => clusterTime(store, cluster));
      const correction = { instanceType, zone, capacityType, pricePerHourUsd, from, to, note };
      const event = await withStore(
        options,
        (store) => correctPrice(store, cluster, { ...correction, now }),
        () => now,
      );
      show(
        processOutput(options.json),
        { event },
        () =>
          `recorded: ${capacityType} ${instanceType} in ${zone} at ${pricePerHourUsd} USD an hour from ${from}${to === null ? '' : ` to ${to}`}`,
      );
    });
}
