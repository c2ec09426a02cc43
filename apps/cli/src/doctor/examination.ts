import { defaultPolicy, type Policy } from '@smartscale/events';
import { readFleet } from './adapters/fleet-facts.ts';
import type { FleetStore } from './adapters/fleet-store.ts';
import type { Check } from './check.ts';
import type { Finding, Phase } from './finding.ts';

/** What is to be asked, and what was found on the way to it. */
export type Examination = {
  readonly found: readonly Finding[];
  readonly checks: readonly Check[];
  close(): Promise<void>;
};

export type Wanted = {
  readonly phases: ReadonlySet<Phase>;
  /** The policy of --policy; null when none was named. */
  readonly policyFile: Policy | null;
};

/** The file's, or else the one in force, or else the default. */
export function policyOf(file: Policy | null, fleet: FleetStore): () => Promise<Policy> {
  let policy: Promise<Policy> | undefined;
  return () => {
    policy ??= file ? Promise.resolve(file) : readFleet(fleet).then((read) => read.policy, defaultPolicy);
    return policy;
  };
}
