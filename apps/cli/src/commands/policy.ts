import { userInfo } from 'node:os';
import { adoptPolicy, defaultPolicy, readCurrentPolicy, readPolicies } from '@smartscale/events';
import { Command } from 'commander';
import { stringify } from 'yaml';
import { clusterTime } from '../cluster-time.ts';
import { UsageError } from '../exit.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { type PolicyChange, policyChanges } from '../policy-diff.ts';
import { readPolicyFile } from '../policy-file.ts';
import { formatTable } from '../table.ts';
import { compareCommand } from './policy-compare.ts';
import { shadowCommand } from './policy-shadow.ts';

export function policyCommand(): Command {
  return new Command('policy')
    .description('the rules in force: show them, compare a file with them, adopt a file, or let one decide beside them')
    .addCommand(showCommand())
    .addCommand(diffCommand())
    .addCommand(applyCommand())
    .addCommand(shadowCommand())
    .addCommand(compareCommand());
}

function showCommand(): Command {
  return withStoreOptions(new Command('show'))
    .description('the policy in force, every knob')
    .action(async (options: StoreOptions) => {
      const { adopted, shadow } = await withStore(options, (store) => readPolicies(store, options.cluster));
      if (!adopted)
        throw new UsageError(`cluster ${options.cluster} has no policy yet: adopt one with "smartscale policy apply FILE"`);
      const beside = shadow
        ? `\n# beside it, only watched: ${shadow.name}\n${formatChanges(policyChanges(adopted.policy, shadow.policy), 'it')}`
        : '';
      show(
        processOutput(options.json),
        { ...adopted, shadow },
        () => `# version ${adopted.version}\n${stringify(adopted.policy).trimEnd()}${beside}`,
      );
    });
}

function diffCommand(): Command {
  return withStoreOptions(new Command('diff'))
    .description('what a file would change')
    .argument('<file>', 'policy as YAML')
    .action(async (file: string, options: StoreOptions) => {
      const policy = readPolicyFile(file);
      const adopted = await withStore(options, (store) => readCurrentPolicy(store, options.cluster));
      const changes = policyChanges(adopted?.policy ?? defaultPolicy(), policy);
      const against = adopted ? `version ${adopted.version}` : 'the defaults (nothing is adopted yet)';
      show(processOutput(options.json), { version: adopted?.version ?? 0, changes }, () => formatChanges(changes, against));
    });
}

function applyCommand(): Command {
  return withStoreOptions(new Command('apply'))
    .description('put a file in force; services follow with their next evaluation')
    .argument('<file>', 'policy as YAML')
    .option('--note <text>', 'why, for those who read the history', '')
    .action(async (file: string, options: StoreOptions & { note: string }) => {
      const policy = readPolicyFile(file);
      const now = await withStore(options, (store) => clusterTime(store, options.cluster));
      const adoption = { policy, author: userInfo().username, note: options.note, now };
      const { version, adopted, before } = await withStore(
        options,
        (store) => adoptPolicy(store, options.cluster, adoption),
        () => now,
      );
      const changes = policyChanges(before?.policy ?? defaultPolicy(), policy);
      show(processOutput(options.json), { version, changes, adopted }, () =>
        adopted
          ? `${formatChanges(changes, before ? 'the policy before' : 'the defaults')}\nin force as version ${version}`
          : `nothing to change: version ${version} is the same`,
      );
    });
}

function formatChanges(changes: readonly PolicyChange[], against: string): string {
  if (changes.length === 0) return `no difference to ${against}`;
  const rows = changes.map(({ knob, from, to }) => [knob, JSON.stringify(from), '->', JSON.stringify(to)]);
  return `${changes.length} ${changes.length === 1 ? 'difference' : 'differences'} to ${against}\n${formatTable(rows, { indent: '  ' })}`;
}
