import { createTransport, credentialFromFile } from '@smartscale/kubernetes/client';
import type { FluxObject } from '../after/flux.ts';
import { NotAskedError } from '../why-not-asked.ts';

const TIMEOUT_MILLISECONDS = 8_000;

/** https://fluxcd.io/flux/components/source/gitrepositories/ and https://fluxcd.io/flux/components/kustomize/kustomizations/ */
const KINDS = [
  { kind: 'GitRepository', path: '/apis/source.toolkit.fluxcd.io/v1/gitrepositories' },
  { kind: 'Kustomization', path: '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations' },
] as const;

export const FLUX_COMMAND = 'kubectl get gitrepositories,kustomizations -A';

type Listed = {
  readonly items?: readonly {
    readonly metadata: { readonly namespace: string; readonly name: string };
    readonly spec?: { readonly suspend?: boolean };
    readonly status?: {
      readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
    };
  }[];
  readonly message?: string;
};

/** What Flux follows, as the K3s API tells it; null when it does not know these kinds. */
export async function readFluxObjects(credentialFile: string): Promise<readonly FluxObject[] | null> {
  const credential = credentialFromFile(credentialFile, { now: Date.now });
  const send = createTransport({ credential, timeoutMilliseconds: TIMEOUT_MILLISECONDS });
  const lists = await Promise.all(
    KINDS.map(async ({ kind, path }) => {
      const { status, body } = await send({ method: 'GET', path });
      if (status === 404) return null;
      if (status === 401 || status === 403) {
        throw new NotAskedError(
          `the credential may not list ${kind} (${status}): SmartScale's own has no right that it does not need`,
          `name an administrator's in kubernetes.credentialFile, or ask on the server: k3s ${FLUX_COMMAND}`,
        );
      }
      if (status !== 200) throw new NotAskedError(`the K3s API answered ${status}`, `ask on the server: k3s ${FLUX_COMMAND}`);
      return ((body as Listed).items ?? []).map((item) => toObject(kind, item));
    }),
  );
  return lists.every((list) => list === null) ? null : lists.flatMap((list) => list ?? []);
}

function toObject(kind: string, { metadata, spec, status }: NonNullable<Listed['items']>[number]): FluxObject {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    name: `${kind} ${metadata.namespace}/${metadata.name}`,
    ready: ready?.status ?? null,
    message: ready?.message ?? '',
    suspended: spec?.suspend ?? false,
  };
}
