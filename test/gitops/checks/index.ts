import type { KubernetesObject } from '../tree.ts';
import { containerFaults } from './containers.ts';
import { fluxFaults } from './flux.ts';
import { isolationFaults } from './isolation.ts';
import { ownershipFaults } from './ownership.ts';
import { missingReferences } from './references.ts';

/** All that is wrong with what one cluster gets. */
export function faultsOf(cluster: string, tree: ReadonlyMap<string, readonly KubernetesObject[]>): readonly string[] {
  const all = [...tree.values()].flat();
  return [
    ...fluxFaults(cluster, tree),
    ...ownershipFaults(tree),
    ...missingReferences(all),
    ...containerFaults(all),
    ...isolationFaults(all),
  ];
}
