import { type KubernetesObject, nameOf } from '../tree.ts';

/** Kinds without a namespace, of those that the tree uses. */
const CLUSTER_WIDE = ['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass', 'CustomResourceDefinition'];
/** Made by Flux itself. */
const FLUX = 'flux-system';

/** Nothing is applied by two folders, everything has a namespace that the tree owns, and nobody may write a Secret into Git. */
export function ownershipFaults(tree: ReadonlyMap<string, readonly KubernetesObject[]>): readonly string[] {
  const owners = new Map<string, string>();
  const faults: string[] = [];
  const all = [...tree.values()].flat();
  const namespaces = all.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  for (const [folder, objects] of tree) {
    for (const object of objects) {
      const name = nameOf(object);
      const owner = owners.get(name);
      if (owner !== undefined) faults.push(`${name} is applied by ${owner} and by ${folder}`);
      owners.set(name, folder);
      faults.push(...placeFaults(object, namespaces));
    }
  }
  return faults;
}

function placeFaults(object: KubernetesObject, namespaces: readonly string[]): readonly string[] {
  const { kind, metadata } = object;
  const name = nameOf(object);
  if (kind === 'Secret' && !('sops' in object)) return [`${name} is in Git and not encrypted`];
  if (CLUSTER_WIDE.includes(kind)) return metadata.namespace === undefined ? [] : [`${name} cannot have a namespace`];
  if (metadata.namespace === undefined) return [`${name} names no namespace`];
  if (metadata.namespace === FLUX || namespaces.includes(metadata.namespace)) return [];
  return [`${name} is in a namespace that nobody makes`];
}
