import { userInfo } from 'node:os';
import { defaultPolicy, type Policy, readCurrentPolicy } from '@smartscale/events';
import { Command } from 'commander';
import { stringify } from 'yaml';
import { adoptPolicy } from '../adopt-policy.ts';
import { UsageError } from '../exit.ts';
import { openExistingStore } from '../open-store.ts';
import { type StoreOptions, withStore } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { type PolicyChange, policyChanges } from '../policy-diff.ts';
import { readPolicyFile } from '../policy-file.ts';
import { formatTable } from '../table.ts';

export function policyCommand(): Command {
  return new Command('policy')
    .description('the rules in force: show them, compare a file with them, adopt a file')
    .addCommand(showCommand())
    .addCommand(diffCommand())
    .addCommand(applyCommand());
}

function showCommand(): Command {
  return withStore(new Command('show'))
    .description('the policy in force, every knob')
    .action(async (options: StoreOptions) => {
      const { store, close } = await openExistingStore(options.store, Date.now);
      try {
        const adopted = await readCurrentPolicy(store, options.cluster);
        if (!adopted)
          throw new UsageError(`cluster ${options.cluster} has no policy yet: adopt one with "smartscale policy apply FILE"`);
        show(
          processOutput(options.json),
          adopted,
          () => `# version ${adopted.version}\n${stringify(adopted.policy).trimEnd()}`,
        );
      } finally {
        close();
      }
    });
}

function diffCommand(): Command {
  return withStore(new Command('diff'))
    .description('what a file would change')
    .argument('<file>', 'policy as YAML')
    .action(async (file: string, options: StoreOptions) => {
      const policy = readPolicyFile(file);
      const { store, close } = await openExistingStore(options.store, Date.now);
      try {
        const adopted = await readCurrentPolicy(store, options.cluster);
        const changes = policyChanges(adopted?.policy ?? defaultPolicy(), policy);
        const against = adopted ? `version ${adopted.version}` : 'the defaults (nothing is adopted yet)';
        show(processOutput(options.json), { version: adopted?.version ?? 0, changes }, () => formatChanges(changes, against));
      } finally {
        close();
      }
    });
}

function applyCommand(): Command {
  return withStore(new Command('apply'))
    .description('put a file in force; services follow with their next evaluation')
    .argument('<file>', 'policy as YAML')
    .option('--note <text>', 'why, for those who read the history', '')
    .action(async (file: string, options: StoreOptions & { note: string }) => {
      const policy: Policy = readPolicyFile(file);
      const { store, close } = await openExistingStore(options.store, Date.now);
      try {
        const author = userInfo().username;
        const { version, changes, adopted } = await adoptPolicy(store, options.cluster, {
          policy,
          author,
          note: options.note,
          now: Date.now(),
        });
        show(processOutput(options.json), { version, changes, adopted }, () =>
          adopted
            ? `${formatChanges(changes, 'the policy before')}\nin force as version ${version}`
            : `nothing to change: version ${version} is the same`,
        );
      } finally {
        close();
      }
    });
}

function formatChanges(changes: readonly PolicyChange[], against: string): string {
  if (changes.length === 0) return `no difference to ${against}`;
  const rows = changes.map(({ knob, from, to }) => [knob, JSON.stringify(from), '->', JSON.stringify(to)]);
  return `${changes.length} differences to ${against}\n${formatTable(rows, { indent: '  ' })}`;
}
