import { userInfo } from 'node:os';
import { basename, extname } from 'node:path';
import { type PoliciesAtWork, type Policy, readPolicies, type ShadowSetting, setShadowPolicy } from '@smartscale/events';
import { Command } from 'commander';
import { clusterTime } from '../cluster-time.ts';
import { UsageError } from '../exit.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { readPolicyFile } from '../policy-file.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

type ShadowOptions = StoreOptions & { readonly name?: string; readonly note: string; readonly off: boolean };

export function shadowCommand(): Command {
  return withStoreOptions(new Command('shadow'))
    .description('let a file decide beside the policy in force, only to be watched, or take it away')
    .argument('[file]', 'policy as YAML')
    .option('--name <name>', "what it is called: lower-case letters, digits and dashes (default: the file's name)")
    .option('--note <text>', 'why, for those who read the history', '')
    .option('--off', 'take away the one there is', false)
    .addHelpText(
      'after',
      '\nIt decides on every sample from the next one on, and nothing is done about it. "policy compare" tells where it would have done otherwise.',
    )
    .action(setShadow);
}

async function setShadow(file: string | undefined, options: ShadowOptions): Promise<void> {
  const shadow = shadowIn(file, options);
  const { author, now } = {
    author: userInfo().username,
    now: await withStore(options, (store) => clusterTime(store, options.cluster)),
  };
  const setting = await withStore(
    options,
    (store) => setShadowPolicy(store, options.cluster, { shadow, author, note: options.note, now }),
    () => now,
  );
  const { shadow: current } = await withStore(options, (store) => readPolicies(store, options.cluster));
  show(processOutput(options.json), { changed: setting.changed, shadow: current }, () => formatSetting(setting, current));
}

function shadowIn(file: string | undefined, { name, off }: ShadowOptions): { name: string; policy: Policy } | null {
  if (off && file !== undefined) throw new UsageError('--off takes the shadow policy away: leave out the file');
  if (off) return null;
  if (file === undefined) throw new UsageError('name a policy file, or take the shadow policy away with --off');
  const wanted = name ?? basename(file, extname(file)).toLowerCase();
  if (!NAME.test(wanted)) {
    throw new UsageError(`"${wanted}" cannot be a name: write lower-case letters, digits and dashes (--name by-price)`);
  }
  return { name: wanted, policy: readPolicyFile(file) };
}

function formatSetting({ changed, before }: ShadowSetting, current: PoliciesAtWork['shadow']): string {
  const instead = before && before.name !== current?.name ? ` in place of ${before.name}` : '';
  if (!changed)
    return current ? `nothing to change: ${current.name} decides beside already` : 'nothing to change: there is none';
  return current
    ? `${current.name} decides beside the policy in force from the next sample on${instead}, only to be watched`
    : `${before?.name} decides no more`;
}
