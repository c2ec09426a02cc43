import type { KubernetesObject } from '../tree.ts';

export type Container = {
  readonly name: string;
  readonly image: string;
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly env?: readonly { readonly valueFrom?: Readonly<Record<string, { readonly name: string; readonly key: string }>> }[];
  readonly envFrom?: readonly Readonly<Record<string, { readonly name: string }>>[];
  readonly volumeMounts?: readonly { readonly name: string; readonly subPath?: string }[];
  readonly [probe: `${string}Probe`]: { readonly httpGet?: { readonly port: string | number } } | undefined;
};

export type PodTemplate = {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly securityContext?: { readonly runAsNonRoot?: boolean };
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly {
      readonly name: string;
      readonly configMap?: { readonly name: string };
      readonly secret?: { readonly secretName: string };
    }[];
  };
};

export function podTemplateOf({ kind, spec }: KubernetesObject): PodTemplate | null {
  const { template, jobTemplate } = (spec ?? {}) as {
    template?: PodTemplate;
    jobTemplate?: { spec: { template: PodTemplate } };
  };
  return (kind === 'CronJob' ? jobTemplate?.spec.template : template) ?? null;
}

export const containersOf = ({ spec }: PodTemplate): readonly Container[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
];
