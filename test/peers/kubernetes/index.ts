import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from '../peer.ts';
import { type PeerProcess, startPeerProcess } from '../peer-process.ts';
import { type Api, createApi } from './api.ts';
import { type AuditEntry, readAuditLog } from './audit-log.ts';
import { type Kubelets, startKubelets } from './kubelets.ts';

export type { Api, KubernetesObject } from './api.ts';
export type { AuditEntry } from './audit-log.ts';
export { forgeToken } from './forge-token.ts';
export type { Kubelets } from './kubelets.ts';
export { budget, daemonSet, deployment, type PodOptions, pod } from './manifests.ts';

const START_TIMEOUT_SECONDS = 90;

export type LocalKubernetes = {
  /** `https://127.0.0.1:port` */
  readonly server: string;
  /** PEM of the authority that signed the API server's certificate. */
  readonly ca: string;
  readonly adminToken: string;
  /** The API, asked by one who may do everything. */
  readonly admin: Api;
  /** The same by whoever has this token. */
  as(token: string): Api;
  /** The machines of the cluster: there are none but those that the test adds. */
  readonly kubelets: Kubelets;
  /** PEM of the key that signs the tokens of ServiceAccounts. */
  readonly serviceAccountKey: string;
  /** What was asked of the API so far, in the order of the answers, but for what the control plane and the kubelets asked. */
  auditLog(): Promise<readonly AuditEntry[]>;
  /** Kills the control plane without a warning, waits, and starts it again with its data, address, keys and tokens. */
  outage(during: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
};

/** The line that control-plane/main.go prints when all is ready. */
type Announcement = Readonly<Record<'server' | 'ca' | 'adminToken' | 'kubeletToken' | 'auditLog', string>>;

/** The real control plane of Kubernetes 1.34 in one process: etcd, API server, controllers, scheduler. */
export const kubernetesPeer: Peer = {
  name: 'the control plane of Kubernetes',
  missing: () =>
    existsSync(controlPlaneProgram())
      ? undefined
      : 'run test/peers/kubernetes/install.sh (needs Go, and about six minutes the first time)',
};

/**
 * Starts an empty cluster on a free port of 127.0.0.1, in about three seconds; it takes 300 to 450 MB. It ends with `stop` or with
 * this process, and its files go with it.
 */
export async function startKubernetes(): Promise<LocalKubernetes> {
  const folder = await mkdtemp(join(tmpdir(), 'smartscale-kubernetes-'));
  let controlPlane = await startControlPlane(folder, 0);
  // A test run that is broken off calls no `stop`.
  const clean = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clean);
  const { server, ca, adminToken, kubeletToken, auditLog } = JSON.parse(controlPlane.ready[1] ?? '') as Announcement;
  const as = (token: string) => createApi({ server, ca, token });
  const kubelets = startKubelets(as(kubeletToken));
  return {
    ...{ server, ca, adminToken, kubelets, as },
    admin: as(adminToken),
    serviceAccountKey: readFileSync(join(folder, 'service-account.key'), 'utf8'),
    auditLog: () => readAuditLog(auditLog),
    async outage(during) {
      await controlPlane.stop();
      await during();
      controlPlane = await startControlPlane(folder, Number(new URL(server).port));
    },
    async stop() {
      try {
        await kubelets.stop();
      } finally {
        await controlPlane.stop();
        process.off('exit', clean);
        clean();
      }
    },
  };
}

function startControlPlane(folder: string, port: number): Promise<PeerProcess> {
  return startPeerProcess({
    command: controlPlaneProgram(),
    args: ['-dir', folder, '-port', String(port)],
    ready: /^(\{"server":.*\})$/m,
    timeoutSeconds: START_TIMEOUT_SECONDS,
  });
}

/** Where install.sh puts it: in a folder named after the sources. */
export function controlPlaneProgram(): string {
  const sources = join(import.meta.dirname, 'control-plane');
  const hash = createHash('sha256');
  const names = readdirSync(sources).filter((name) => name.endsWith('.go'));
  for (const name of [...names.sort(), 'go.mod', 'go.sum']) hash.update(readFileSync(join(sources, name)));
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'smartscale', `kubernetes-${hash.digest('hex').slice(0, 16)}`, 'control-plane');
}
