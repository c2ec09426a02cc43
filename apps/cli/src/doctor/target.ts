import { UsageError } from '../exit.ts';
import { parseStoreAddress, type StoreAddress } from '../open-store.ts';

export type DoctorOptions = {
  readonly stage?: string;
  readonly region?: string;
  readonly before: boolean;
  readonly after: boolean;
  readonly store?: string;
  readonly cluster?: string;
  readonly policy?: string;
  readonly config?: string;
  readonly fluxRepository?: string;
  readonly json: boolean;
};

export const DEFAULT_STAGE = 'dev';
/** As the framework takes it into names. */
const STAGE = /^[a-z][a-z0-9-]{0,19}$/;

/** Whose health is asked for. */
export type Target =
  | {
      readonly kind: 'deployed';
      readonly stage: string;
      readonly clusterId: string;
      /** Null: the stage's own table. */
      readonly store: StoreAddress | null;
      /** Where a credential of the K3s API is named; null when there is none. */
      readonly config: string | null;
    }
  | { readonly kind: 'one-machine'; readonly config: string }
  | { readonly kind: 'store'; readonly store: StoreAddress; readonly clusterId: string };

/** A stage is a fleet in AWS, a configuration without one a fleet of this machine, a store alone a fleet that is only looked at. */
export function targetOf(options: DoctorOptions): Target {
  const { stage, config, cluster } = options;
  const store = options.store === undefined ? null : parseStoreAddress(options.store);
  if (stage === undefined && config !== undefined)
    return machineOf(config, { isOther: store !== null || cluster !== undefined });
  if (stage === undefined && store !== null) return { kind: 'store', store, clusterId: cluster ?? 'local' };
  const named = stage ?? DEFAULT_STAGE;
  if (!STAGE.test(named))
    throw new UsageError(`"${named}" is not a stage: use lower-case letters, digits and hyphens, such as dev`);
  return { kind: 'deployed', stage: named, clusterId: cluster ?? named, store, config: config ?? null };
}

function machineOf(config: string, { isOther }: { readonly isOther: boolean }): Target {
  if (isOther) throw new UsageError('--config says where the store is and whose: leave --store and --cluster out');
  return { kind: 'one-machine', config };
}

/** Neither named: both. */
export function phasesOf({ before, after }: DoctorOptions, target: Target): ReadonlySet<'before' | 'after'> {
  if (before && after) throw new UsageError('--before and --after exclude each other: without either, both are examined');
  if (target.kind === 'store') {
    if (before) throw new UsageError('a store alone tells nothing of a deployment to come: name a --stage or a --config');
    return new Set(['after']);
  }
  if (before) return new Set(['before']);
  return new Set(after ? ['after'] : ['before', 'after']);
}
