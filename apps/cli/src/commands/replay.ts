import { performance } from 'node:perf_hooks';
import { Command } from 'commander';
import { EXIT, UsageError } from '../exit.ts';
import { parseMoment } from '../moment.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { readPolicyFile } from '../policy-file.ts';
import { openProgress } from '../progress.ts';
import { formatReplay } from '../replay/format.ts';
import { replay } from '../replay/replay.ts';
import { formatWhatIf } from '../what-if/format-what-if.ts';
import { rehearseRange } from '../what-if/rehearse-range.ts';

type ReplayCommandOptions = StoreOptions & { readonly from?: string; readonly to?: string; readonly policy?: string };

export function replayCommand(): Command {
  return withStoreOptions(new Command('replay'))
    .description('decide every recorded evaluation again and compare, bit for bit')
    .option('--from <moment>', 'only decisions from this moment on (UTC)')
    .option('--to <moment>', 'only decisions before this moment')
    .option('--policy <file>', 'decide under this policy instead: what would it have done?')
    .addHelpText(
      'after',
      '\nExit code 1 when a decision differs from its record, or none could be decided again. With --policy differences are the answer, not a failure:\nfirst each decision by itself, on the fleet as recorded; then the same demand in a closed loop, where a decision changes the fleet.',
    )
    .action(replayAll);
}

async function replayAll(options: ReplayCommandOptions): Promise<void> {
  const policy = options.policy === undefined ? null : readPolicyFile(options.policy);
  const range = { from: momentOf(options.from), to: momentOf(options.to) };
  const progress = openProgress('replaying', 'decisions');
  const startedAt = performance.now();
  const { report, rehearsal } = await withStore(options, async (store) => ({
    report: await replay(store, options.cluster, { ...range, policy, progress: progress.set }),
    rehearsal: policy && (await rehearseRange(store, options.cluster, { ...range, policy })),
  })).finally(progress.stop);
  if (report.evaluations === 0) {
    throw new UsageError(`cluster ${options.cluster} has no decisions there: check --store, --cluster, --from and --to`);
  }
  const seconds = Math.round(performance.now() - startedAt) / 1_000;
  const result = { ...report, seconds, ...(policy !== null && { whatIf: rehearsal }) };
  show(processOutput(options.json), result, () => {
    const replayed = formatReplay(result, policy !== null);
    return rehearsal ? `${replayed}\n\n${formatWhatIf(rehearsal)}` : replayed;
  });
  if (policy === null && (report.identical === 0 || report.differentCount > 0)) process.exitCode = EXIT.answerIsNo;
}

function momentOf(text: string | undefined): string | null {
  return text === undefined ? null : parseMoment(text);
}
