import { readFile } from 'node:fs/promises';

/** One request that was answered. */
export type AuditEntry = {
  /** `system:serviceaccount:<namespace>:<name>` for a ServiceAccount. */
  readonly user: string;
  readonly verb: string;
  /** `nodes`, `pods/eviction`, ... */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** With its query. */
  readonly uri: string;
  readonly status: number;
};

/** What is read of audit.k8s.io/v1 Event. */
type AuditEvent = {
  readonly user?: { readonly username?: string };
  readonly verb: string;
  readonly objectRef?: Readonly<Partial<Record<'resource' | 'subresource' | 'namespace' | 'name', string>>>;
  readonly requestURI: string;
  readonly responseStatus?: { readonly code?: number };
};

export async function readAuditLog(path: string): Promise<readonly AuditEntry[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const { user, verb, objectRef = {}, requestURI, responseStatus } = JSON.parse(line) as AuditEvent;
    const { resource = '', subresource, namespace, name } = objectRef;
    const whole = subresource ? `${resource}/${subresource}` : resource;
    const status = responseStatus?.code ?? 0;
    return { user: user?.username ?? '', verb, resource: whole, namespace, name, uri: requestURI, status };
  });
}
