import { Command } from 'commander';
import { explain } from '../explain/explanation.ts';
import { formatExplanation } from '../explain/format.ts';
import { findDecision } from '../find-decision.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';

export function explainCommand(): Command {
  return withStoreOptions(new Command('explain'))
    .description('why a decision was taken, or why nothing was done, and what would have changed it')
    .argument('<which>', 'an event id, a moment such as 2026-11-24T20:04 (UTC), or "last"')
    .addHelpText('after', '\nAn id of an event that is no decision explains the decision that caused it.')
    .action(async (which: string, options: StoreOptions) => {
      const explanation = await withStore(options, async (store) =>
        explain(store, await findDecision(store, options.cluster, which)),
      );
      show(processOutput(options.json), explanation, () => formatExplanation(explanation));
    });
}
