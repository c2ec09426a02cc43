import { Command } from 'commander';
import { formatForecast } from '../forecast/format-forecast.ts';
import { readForecast } from '../forecast/read-forecast.ts';
import { parseMoment } from '../moment.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';

export function forecastCommand(): Command {
  return withStoreOptions(new Command('forecast'))
    .description('what the coming hour is expected to ask for, by whom, how good they were lately, and what is done about it')
    .option('--at <moment>', 'the forecast in force then, such as 2026-11-24T08:50 (UTC; default: the newest)')
    .addHelpText('after', '\nPinball loss is in workers: lower is better. * is the forecaster that was chosen.')
    .action(async (options: StoreOptions & { readonly at?: string }) => {
      const at = options.at === undefined ? null : parseMoment(options.at);
      const view = await withStore(options, (store) => readForecast(store, options.cluster, at));
      show(processOutput(options.json), view, () => formatForecast(view));
    });
}
