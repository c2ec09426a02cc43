import { performance } from 'node:perf_hooks';
import { Command } from 'commander';
import { EXIT } from '../exit.ts';
import { parseMoment } from '../moment.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { readPolicyFile } from '../policy-file.ts';
import { openProgress } from '../progress.ts';
import { formatReplay } from '../replay/format.ts';
import { replay } from '../replay/replay.ts';

type ReplayCommandOptions = StoreOptions & { readonly from?: string; readonly to?: string; readonly policy?: string };

export function replayCommand(): Command {
  return withStoreOptions(new Command('replay'))
    .description('decide every recorded evaluation again and compare, bit for bit')
    .option('--from <moment>', 'only decisions from this moment on (UTC)')
    .option('--to <moment>', 'only decisions before this moment')
    .option('--policy <file>', 'decide under this policy instead: what would it have done?')
    .addHelpText(
      'after',
      '\nExit code 1 when a decision differs from its record. With --policy differences are the answer, not a failure;\nthe fleet stays as recorded, and only the decisions are made anew.',
    )
    .action(async (options: ReplayCommandOptions) => {
      const policy = options.policy === undefined ? null : readPolicyFile(options.policy);
      const from = options.from === undefined ? null : parseMoment(options.from);
      const to = options.to === undefined ? null : parseMoment(options.to);
      const output = processOutput(options.json);
      const progress = openProgress('replaying', 'decisions');
      const startedAt = performance.now();
      try {
        const report = await withStore(options, (store) =>
          replay(store, options.cluster, { from, to, policy, progress: progress.set }),
        );
        progress.stop();
        const result = { ...report, seconds: Math.round(performance.now() - startedAt) / 1_000 };
        show(output, result, () => formatReplay(result, policy !== null));
        if (policy === null && report.differentCount > 0) process.exitCode = EXIT.answerIsNo;
      } finally {
        progress.stop();
      }
    });
}
