import { userInfo } from 'node:os';
import { adoptPolicy, defaultPolicy, type EventStore, type Policy, readCurrentPolicy, readPolicies } from '@smartscale/events';
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
import { formatWhatIf } from '../what-if/format-what-if.ts';
import { rehearseLastWeek } from '../what-if/rehearse-range.ts';
import type { WhatIf } from '../what-if/what-if.ts';
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

type DiffOptions = StoreOptions & { readonly whatIf: boolean };

const withoutWhatIf = ['--no-what-if', 'leave out what the last week would have come to under it'] as const;

function diffCommand(): Command {
  return withStoreOptions(new Command('diff'))
    .description('what a file would change, and what the last week would have come to under it')
    .argument('<file>', 'policy as YAML')
    .option(...withoutWhatIf)
    .action(async (file: string, options: DiffOptions) => {
      const policy = readPolicyFile(file);
      const { adopted, changes, whatIf } = await withStore(options, (store) => compare(store, policy, options));
      const against = adopted ? `version ${adopted.version}` : 'the defaults (nothing is adopted yet)';
      show(processOutput(options.json), { version: adopted?.version ?? 0, changes, whatIf }, () =>
        withRehearsal(formatChanges(changes, against), whatIf),
      );
    });
}

function applyCommand(): Command {
  return withStoreOptions(new Command('apply'))
    .description('put a file in force; services follow with their next evaluation')
    .argument('<file>', 'policy as YAML')
    .option('--note <text>', 'why, for those who read the history', '')
    .option(...withoutWhatIf)
    .action(async (file: string, options: DiffOptions & { note: string }) => {
      const policy = readPolicyFile(file);
      const output = processOutput(options.json);
      const now = await withStore(options, (store) => clusterTime(store, options.cluster));
      const { whatIf } = await withStore(options, (store) => compare(store, policy, options));
      if (whatIf !== null && !output.json) output.out(`${formatWhatIf(whatIf)}\n`);
      const adoption = { policy, author: userInfo().username, note: options.note, now };
      const { version, adopted, before } = await withStore(
        options,
        (store) => adoptPolicy(store, options.cluster, adoption),
        () => now,
      );
      const changes = policyChanges(before?.policy ?? defaultPolicy(), policy);
      show(output, { version, changes, adopted, whatIf }, () =>
        adopted
          ? `${formatChanges(changes, before ? 'the policy before' : 'the defaults')}\nin force as version ${version}`
          : `nothing to change: version ${version} is the same`,
      );
    });
}

/** The differences to what is in force; where there are any, also what the last week would have come to. */
async function compare(store: EventStore, policy: Policy, { cluster, whatIf: isWanted }: DiffOptions) {
  const adopted = await readCurrentPolicy(store, cluster);
  const changes = policyChanges(adopted?.policy ?? defaultPolicy(), policy);
  const whatIf = isWanted && adopted && changes.length > 0 ? await rehearseLastWeek(store, cluster, policy) : null;
  return { adopted, changes, whatIf };
}

function withRehearsal(text: string, whatIf: WhatIf | string | null): string {
  return whatIf === null ? text : `${text}\n\n${formatWhatIf(whatIf)}`;
}

function formatChanges(changes: readonly PolicyChange[], against: string): string {
  if (changes.length === 0) return `no difference to ${against}`;
  const rows = changes.map(({ knob, from, to }) => [knob, JSON.stringify(from), '->', JSON.stringify(to)]);
  return `${changes.length} ${changes.length === 1 ? 'difference' : 'differences'} to ${against}\n${formatTable(rows, { indent: '  ' })}`;
}
