import type { Manifest } from './api.ts';

/** Where no image is ever pulled, any will do. */
const IMAGE = 'example.invalid/image';

export type PodOptions = {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly cpu?: string;
  readonly memory?: string;
  readonly graceSeconds?: number;
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly priorityClassName?: string;
};

export function pod(name: string, options: PodOptions = {}): Manifest {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...template(name, options).metadata }, spec: podSpec(options) };
}

export function deployment(name: string, replicas: number, options: PodOptions = {}): Manifest {
  const spec = { replicas, selector: { matchLabels: { app: name } }, template: template(name, options) };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec };
}

export function daemonSet(name: string, options: PodOptions = {}): Manifest {
  const spec = { selector: { matchLabels: { app: name } }, template: template(name, options) };
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name }, spec };
}

/** A budget for the pods of one of the above. */
export function budget(app: string, allowed: { minAvailable: number } | { maxUnavailable: number }): Manifest {
  const spec = { selector: { matchLabels: { app } }, ...allowed };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: app }, spec };
}

function template(app: string, options: PodOptions) {
  return { metadata: { labels: { app }, annotations: options.annotations ?? {} }, spec: podSpec(options) };
}

function podSpec({ cpu = '100m', memory = '64Mi', graceSeconds = 30, annotations: _, ...placement }: PodOptions) {
  const resources = { requests: { cpu, memory } };
  return {
    containers: [{ name: 'main', image: IMAGE, resources }],
    terminationGracePeriodSeconds: graceSeconds,
    ...placement,
  };
}
