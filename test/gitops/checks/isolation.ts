import { type KubernetesObject, nameOf } from '../tree.ts';

/** Every namespace begins with nothing in and nothing out. */
export function isolationFaults(objects: readonly KubernetesObject[]): readonly string[] {
  return objects
    .filter(({ kind }) => kind === 'Namespace')
    .filter(({ metadata }) => !objects.some((object) => deniesAll(object, metadata.name)))
    .map((namespace) => `${nameOf(namespace)} has no policy that denies everything to all of its pods`);
}

function deniesAll({ kind, metadata, spec }: KubernetesObject, namespace: string): boolean {
  if (kind !== 'NetworkPolicy' || metadata.namespace !== namespace) return false;
  const {
    podSelector,
    policyTypes = [],
    ingress = [],
    egress = [],
  } = spec as {
    podSelector: object;
    policyTypes?: string[];
    ingress?: unknown[];
    egress?: unknown[];
  };
  const isForAll = Object.keys(podSelector).length === 0;
  return isForAll && ['Ingress', 'Egress'].every((type) => policyTypes.includes(type)) && ingress.length + egress.length === 0;
}
