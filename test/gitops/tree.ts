import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { kubectlProgram } from '../peers/kubectl/index.ts';

export const GITOPS = fileURLToPath(new URL('../../gitops', import.meta.url));

/** As much of a Kubernetes object as the checks look at. */
export type KubernetesObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: each check knows the kind that it looks into.
  readonly spec?: any;
  // biome-ignore lint/suspicious/noExplicitAny: each check knows the kind that it looks into.
  readonly [field: string]: any;
};

export const CLUSTERS: readonly string[] = readdirSync(join(GITOPS, 'clusters')).sort();

/** What `kubectl kustomize` makes of a folder, as text. */
export function built(folder: string): string {
  return execFileSync(kubectlProgram(), ['kustomize', folder], { encoding: 'utf8' });
}

export function objectsOf(yaml: string): readonly KubernetesObject[] {
  return parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject);
}

/** What one cluster gets, by the folder that Flux applies. The first one holds Flux's own objects, which name the others. */
export function clusterTree(cluster: string, root = GITOPS): ReadonlyMap<string, readonly KubernetesObject[]> {
  const first = `clusters/${cluster}`;
  const sync = objectsOf(built(join(root, first)));
  const steps = sync.filter(({ kind }) => kind === 'Kustomization');
  const paths = steps.map(({ spec }) => (spec as { path: string }).path.replace(/^\.\//, ''));
  return new Map([[first, sync], ...paths.map((path) => [path, objectsOf(built(join(root, path)))] as const)]);
}

export const nameOf = ({ kind, metadata }: KubernetesObject): string =>
  `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
