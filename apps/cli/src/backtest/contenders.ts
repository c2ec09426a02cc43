import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { CONTENDER_NAMES, type Contender, contenderOf, type Limits } from '@smartscale/backtest';
import { rehearsedPolicy } from '@smartscale/simulator';
import { UsageError } from '../exit.ts';
import { readPolicyFile } from '../policy-file.ts';
import type { WorkerPrice } from './worker-price.ts';

export const BASELINES = [
  'newsvendor',
  'newsvendor-cool',
  'target-tuned',
  'target-70',
  'thresholds',
  'pending-only',
  'static-5',
  'clairvoyant',
];
const FILE = new Set(['.yaml', '.yml', '.json']);

export type Contenders = {
  readonly policies: readonly Contender[];
  /** Whether one of them is a policy file, for which more is assumed. */
  readonly isRehearsed: boolean;
};

/**
 * What `--policy` names: policy files, each a row of its own name, then baselines; all of these when none is named. `warn` is told
 * what of a file cannot be rehearsed, or is not as in the rest of the table.
 */
export function contendersOf(
  named: readonly string[],
  options: Limits & { readonly price: WorkerPrice; readonly warn: (text: string) => void },
): Contenders {
  const files = named.filter(isFile);
  const names = named.filter((name) => !isFile(name));
  const rehearsed = files.map((file) => fromFile(file, options));
  const baselines = (names.length > 0 ? names : BASELINES).map(baseline);
  const policies = [...rehearsed, ...baselines];
  const twice = rehearsed.find(({ name }) => policies.filter((policy) => policy.name === name).length > 1);
  if (twice) throw new UsageError(`two policies are named ${twice.name}: rename a file`);
  return { policies, isRehearsed: files.length > 0 };
}

function isFile(name: string): boolean {
  return FILE.has(extname(name)) || (contenderOf(name) === null && existsSync(name));
}

function fromFile(
  file: string,
  { min, max, price, warn }: Limits & { readonly price: WorkerPrice; readonly warn: (text: string) => void },
): Contender {
  const policy = readPolicyFile(file);
  const { workers, signals } = policy;
  if (workers.min !== min || workers.max !== max) {
    warn(`${file} has ${workers.min} to ${workers.max} workers, the others ${min} to ${max}: set --min and --max to compare`);
  }
  if (signals.application.length > 0) warn(`${file}: the signals of the application are left out, a trace has none`);
  const name = basename(file, extname(file));
  return rehearsedPolicy(name, policy, { 'on-demand': price.onDemand, spot: price.spot });
}

function baseline(name: string): Contender {
  const found = contenderOf(name);
  if (!found) throw new UsageError(`there is no policy ${name}: a YAML file, or one of ${CONTENDER_NAMES.join(', ')}`);
  return found;
}
