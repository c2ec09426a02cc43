import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseYml } from '../../packages/runtime/src/serverless-yml/parse-yml.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** As much of a Kubernetes object as the tests look at. */
export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly template?: { readonly spec: PodSpec } };
};

type PodSpec = {
  readonly serviceAccountName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly securityContext?: { readonly runAsNonRoot?: boolean };
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly resources?: { readonly requests?: object; readonly limits?: object };
    readonly securityContext?: { readonly allowPrivilegeEscalation?: boolean };
  }[];
};

/** The objects of a manifest file, in order. */
export function documentsIn(path: string): readonly Manifest[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return text.split(/^---$/m).map((document) => parseYml(document, path) as Manifest);
}

/** Everything in a folder of manifests. */
export function documentsUnder(folder: string): readonly Manifest[] {
  return readdirSync(join(ROOT, folder)).flatMap((file) => documentsIn(`${folder}/${file}`));
}

/** An entry of the only ConfigMap among some objects. */
export function textOfConfigMap(documents: readonly Manifest[], key: string): string {
  return documents.find(({ kind }) => kind === 'ConfigMap')?.data?.[key] ?? '';
}
