import { Command } from 'commander';
import { UsageError } from '../exit.ts';
import { parseMoment } from '../moment.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { comparePolicies } from '../policy-compare/compare.ts';
import { formatComparison } from '../policy-compare/format.ts';

type CompareOptions = StoreOptions & { readonly from?: string; readonly to?: string; readonly name?: string };

export function compareCommand(): Command {
  return withStoreOptions(new Command('compare'))
    .description('where a shadow policy and the one in force parted, and what each wanted')
    .option('--from <moment>', 'only decisions from this moment on (UTC)')
    .option('--to <moment>', 'only decisions before this moment')
    .option('--name <name>', 'only this shadow policy (default: all there were)')
    .action(compare);
}

async function compare(options: CompareOptions): Promise<void> {
  const [from, to] = [options.from, options.to].map((text) => (text === undefined ? null : parseMoment(text)));
  const asked = { from: from ?? null, to: to ?? null, name: options.name ?? null };
  const comparison = await withStore(options, (store) => comparePolicies(store, options.cluster, asked));
  if (comparison.evaluations === 0) {
    throw new UsageError(
      `no shadow policy of cluster ${options.cluster} decided there: set one with "smartscale policy shadow FILE", or check --from, --to and --name`,
    );
  }
  show(processOutput(options.json), comparison, () => formatComparison(comparison));
}
