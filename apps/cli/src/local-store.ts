import { existsSync } from 'node:fs';
import { type Policy, readCurrentPolicy } from '@smartscale/events';
import { openSqliteEventStore } from '@smartscale/events/sqlite';
import { kindOfCluster } from './cluster-time.ts';
import { UsageError } from './exit.ts';
import { parseStoreAddress } from './open-store.ts';

/** The file of a store that a simulated fleet is to live on. UsageError for another kind of store. */
export function fileOfLocalStore(text: string): string {
  const address = parseStoreAddress(text);
  if (address.kind === 'sqlite') return address.file;
  throw new UsageError('a simulated fleet keeps its events in a file of this machine: --store sqlite:FILE');
}

/** What a store file holds of a cluster: nothing, or a simulated life with the policy in force. UsageError when it is a real one's. */
export async function simulatedLife(file: string, clusterId: string): Promise<{ readonly policy: Policy } | null> {
  const { kind, policy } = await lifeIn(file, clusterId);
  if (kind !== 'real') return policy && { policy };
  throw new UsageError(`${file} holds the life of the real cluster ${clusterId}: a simulation must not write into it`);
}

/** UsageError when a file holds the simulated life of a cluster: real machines must not be run by it. */
export async function refuseSimulatedLife(file: string, clusterId: string): Promise<void> {
  const { kind } = await lifeIn(file, clusterId);
  if (kind === 'simulated')
    throw new UsageError(`${file} holds a simulated life of ${clusterId}: name another file for the real one`);
}

type Life = { readonly kind: 'none' | 'simulated' | 'real'; readonly policy: Policy | null };

async function lifeIn(file: string, clusterId: string): Promise<Life> {
  if (!existsSync(file)) return { kind: 'none', policy: null };
  const store = openSqliteEventStore({ file, now: Date.now });
  try {
    const adopted = await readCurrentPolicy(store, clusterId);
    return { kind: await kindOfCluster(store, clusterId), policy: adopted?.policy ?? null };
  } finally {
    store.close();
  }
}
