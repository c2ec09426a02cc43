import { type KubernetesObject, nameOf } from '../tree.ts';

type KustomizationSpec = {
  readonly path: string;
  readonly prune?: boolean;
  readonly wait?: boolean;
  readonly timeout?: string;
  readonly dependsOn?: readonly { readonly name: string }[];
  readonly healthChecks?: readonly { readonly kind: string; readonly namespace: string; readonly name: string }[];
  readonly sourceRef: { readonly kind: string; readonly name: string };
};

/** Each step of Flux prunes, waits for what it applied, comes after steps that exist, and reads the repository that bootstrapping named. */
export function fluxFaults(cluster: string, tree: ReadonlyMap<string, readonly KubernetesObject[]>): readonly string[] {
  const steps = (tree.get(`clusters/${cluster}`) ?? []).filter(({ kind }) => kind === 'Kustomization');
  const names = steps.map(({ metadata }) => metadata.name);
  return steps.flatMap((step) => {
    const spec = step.spec as KustomizationSpec;
    const applied = (tree.get(spec.path.replace(/^\.\//, '')) ?? []).map(nameOf);
    const faults = [...ownFaults(cluster, spec), ...linkFaults(spec, { names, applied })];
    return faults.map((fault) => `${nameOf(step)} ${fault}`);
  });
}

function ownFaults(cluster: string, { path, prune, wait, timeout, healthChecks = [], sourceRef }: KustomizationSpec) {
  const rules: readonly (readonly [holds: boolean, fault: string])[] = [
    [prune === true, 'does not prune'],
    [wait === true || healthChecks.length > 0, 'waits for nothing'],
    [timeout !== undefined, 'has no timeout'],
    [path.startsWith(`./clusters/${cluster}/`), `applies ${path}, which is not of this cluster`],
    [sourceRef.kind === 'GitRepository' && sourceRef.name === 'flux-system', 'reads another source'],
  ];
  return rules.filter(([holds]) => !holds).map(([, fault]) => fault);
}

function linkFaults(
  { dependsOn = [], healthChecks = [] }: KustomizationSpec,
  { names, applied }: { readonly names: readonly string[]; readonly applied: readonly string[] },
) {
  const checked = healthChecks.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
  return [
    ...dependsOn.filter(({ name }) => !names.includes(name)).map(({ name }) => `comes after ${name}, which is not there`),
    ...checked
      .filter((name) => !applied.includes(name))
      .map((name) => `looks at the health of ${name}, which it does not apply`),
  ];
}
