import { containersOf, type PodTemplate } from './pods.ts';

/** A ConfigMap or Secret that a pod names, and the entry of it when it names one. */
export type Source = { readonly kind: 'ConfigMap' | 'Secret'; readonly name: string; readonly key?: string };

export function sourcesOf(template: PodTemplate): readonly Source[] {
  return [...fromVolumes(template), ...fromEnvironment(template), ...fromMountedFiles(template)];
}

function fromVolumes({ spec }: PodTemplate): readonly Source[] {
  return (spec.volumes ?? []).flatMap(({ configMap, secret }) => [
    ...(configMap ? [{ kind: 'ConfigMap' as const, name: configMap.name }] : []),
    ...(secret ? [{ kind: 'Secret' as const, name: secret.secretName }] : []),
  ]);
}

function fromEnvironment(template: PodTemplate): readonly Source[] {
  const containers = containersOf(template);
  const single = containers.flatMap(({ env = [] }) => env.map(({ valueFrom = {} }) => valueFrom));
  const whole = containers.flatMap(({ envFrom = [] }) => envFrom);
  const named = (kind: Source['kind'], source: Omit<Source, 'kind'> | undefined) => (source ? [{ kind, ...source }] : []);
  return [
    ...single.flatMap((from) => [...named('ConfigMap', from['configMapKeyRef']), ...named('Secret', from['secretKeyRef'])]),
    ...whole.flatMap((from) => [...named('ConfigMap', from['configMapRef']), ...named('Secret', from['secretRef'])]),
  ];
}

function fromMountedFiles(template: PodTemplate): readonly Source[] {
  const mounts = containersOf(template).flatMap(({ volumeMounts = [] }) => volumeMounts);
  return mounts.flatMap(({ name, subPath }) => {
    const map = (template.spec.volumes ?? []).find((volume) => volume.name === name)?.configMap;
    return map && subPath !== undefined ? [{ kind: 'ConfigMap' as const, name: map.name, key: subPath }] : [];
  });
}
