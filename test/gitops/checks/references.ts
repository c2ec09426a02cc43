import { type KubernetesObject, nameOf } from '../tree.ts';
import { containersOf, type PodTemplate, podTemplateOf } from './pods.ts';
import { type Source, sourcesOf } from './sources.ts';

/** What a workload waits for and Git does not have: names of Secrets, separated by commas. */
const FROM_ELSEWHERE = 'smartscale.dev/secrets-from-elsewhere';

/** What is named and not there: ConfigMaps and their keys, Secrets, ServiceAccounts, volumes, ports, pods of Services and budgets, roles. */
export function missingReferences(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.flatMap((object) => [
    ...ofWorkload(object, objects),
    ...ofSelector(object, objects),
    ...ofScaler(object, objects),
    ...ofBinding(object, objects),
  ]);
}

function ofWorkload(object: KubernetesObject, objects: readonly KubernetesObject[]): readonly string[] {
  const template = podTemplateOf(object);
  if (template === null) return [];
  const { namespace, annotations = {} } = object.metadata;
  const beside = objects.filter(({ metadata }) => metadata.namespace === namespace);
  const elsewhere = (annotations[FROM_ELSEWHERE] ?? '').split(',');
  const sources = sourcesOf(template).filter(({ kind, name }) => kind !== 'Secret' || !elsewhere.includes(name));
  const faults = [
    ...ofAccount(template, beside),
    ...sources.flatMap((source) => ofSource(source, beside)),
    ...withinPod(template),
  ];
  return faults.map((fault) => `${nameOf(object)}: ${fault}`);
}

function ofAccount({ spec }: PodTemplate, beside: readonly KubernetesObject[]): readonly string[] {
  const { serviceAccountName: account } = spec;
  const isThere = beside.some(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === account);
  return account === undefined || isThere ? [] : [`there is no ServiceAccount ${account}`];
}

function ofSource({ kind, name, key }: Source, beside: readonly KubernetesObject[]): readonly string[] {
  const found = beside.find((other) => other.kind === kind && other.metadata.name === name);
  if (!found) return [`there is no ${kind} ${name}`];
  return key === undefined || found.data?.[key] !== undefined ? [] : [`${kind} ${name} has no ${key}`];
}

function withinPod(template: PodTemplate): readonly string[] {
  const volumes = (template.spec.volumes ?? []).map(({ name }) => name);
  return containersOf(template).flatMap((container) => {
    const ports = (container.ports ?? []).flatMap(({ name, containerPort }) => [name, containerPort]);
    const probes = (['startupProbe', 'readinessProbe', 'livenessProbe'] as const).flatMap((probe) => {
      const port = container[probe]?.httpGet?.port;
      return port === undefined || ports.includes(port) ? [] : [`its ${probe} asks port ${port}, which it does not have`];
    });
    const mounts = (container.volumeMounts ?? []).filter(({ name }) => !volumes.includes(name));
    return [...probes, ...mounts.map(({ name }) => `there is no volume ${name}`)];
  });
}

function ofSelector(object: KubernetesObject, objects: readonly KubernetesObject[]): readonly string[] {
  const wanted = selectorOf(object);
  if (wanted === null) return [];
  const beside = objects.filter(({ metadata }) => metadata.namespace === object.metadata.namespace);
  const pods = beside.flatMap((other) => {
    const template = podTemplateOf(other);
    const labels = template?.metadata?.labels ?? {};
    return template && Object.entries(wanted).every(([label, value]) => labels[label] === value) ? [template] : [];
  });
  if (pods.length === 0) return [`${nameOf(object)} selects no pod`];
  return object.kind === 'Service' ? portFaults(object, pods) : [];
}

function selectorOf({ kind, spec }: KubernetesObject): Readonly<Record<string, string>> | null {
  if (kind === 'Service') return (spec as { selector: Record<string, string> }).selector;
  return kind === 'PodDisruptionBudget'
    ? (spec as { selector: { matchLabels: Record<string, string> } }).selector.matchLabels
    : null;
}

function portFaults(service: KubernetesObject, pods: readonly PodTemplate[]): readonly string[] {
  const containers = pods.flatMap(containersOf);
  const theirs = containers.flatMap(({ ports = [] }) => ports.flatMap(({ name, containerPort }) => [name, containerPort]));
  const leads = service.spec as { ports: { port: number; targetPort?: string | number }[] };
  return leads.ports.flatMap(({ port, targetPort = port }) =>
    theirs.includes(targetPort) ? [] : [`${nameOf(service)} leads to port ${targetPort}, which its pods do not have`],
  );
}

function ofScaler(object: KubernetesObject, objects: readonly KubernetesObject[]): readonly string[] {
  if (object.kind !== 'HorizontalPodAutoscaler') return [];
  const { scaleTargetRef } = object.spec as { scaleTargetRef: { kind: string; name: string } };
  const { kind, name } = scaleTargetRef;
  const target = objects.find(
    (other) => other.kind === kind && other.metadata.name === name && other.metadata.namespace === object.metadata.namespace,
  );
  if (!target) return [`${nameOf(object)} scales ${kind} ${name}, which is not there`];
  return (target.spec as { replicas?: number }).replicas === undefined
    ? []
    : [`${nameOf(object)} and ${nameOf(target)} both say how many there are`];
}

function ofBinding(object: KubernetesObject, objects: readonly KubernetesObject[]): readonly string[] {
  if (!object.kind.endsWith('RoleBinding')) return [];
  const { roleRef, subjects } = object as unknown as {
    roleRef: { kind: string; name: string };
    subjects: { kind: string; name: string; namespace: string }[];
  };
  const isThere = (kind: string, name: string, namespace?: string) =>
    objects.some((other) => other.kind === kind && other.metadata.name === name && other.metadata.namespace === namespace);
  const role = isThere(roleRef.kind, roleRef.name, roleRef.kind === 'Role' ? object.metadata.namespace : undefined);
  return [
    ...(role ? [] : [`${nameOf(object)} gives ${roleRef.kind} ${roleRef.name}, which is not there`]),
    ...subjects
      .filter(({ kind, name, namespace }) => !isThere(kind, name, namespace))
      .map(({ kind, name }) => `${nameOf(object)} is for ${kind} ${name}, which is not there`),
  ];
}
