import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type TarEntry, tar } from './tar.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPTS = 'infra/cluster/user-data';

/** EC2's limit for user data before it is encoded. CloudFormation puts names in place of variables, which may be longer. */
export const USER_DATA_LIMIT_BYTES = 16_384;
const ROOM_FOR_NAMES_BYTES = 512;

export type MachineRole = 'server' | 'worker';

type Contents = {
  readonly scripts: readonly string[];
  readonly units: readonly string[];
  /** Folder on the machine to files of the repository. */
  readonly manifests: Readonly<Record<string, readonly string[]>>;
  /** Variables of the scripts. */
  readonly settings: Readonly<Record<string, string>>;
};

/** A place where CloudFormation puts a parameter, the name of a resource, or a name of the environment. */
const filledIn = (name: string) => `\${${name}}`;

const SHARED_SETTINGS = {
  CLUSTER_ID: filledIn('ClusterId'),
  REGION: filledIn('AWS::Region'),
  SERVER_NAME: `server.${filledIn('PrivateZoneName')}`,
  K3S_VERSION: filledIn('K3sVersion'),
  K3S_SHA256_X86_64: filledIn('K3sSha256X86'),
  K3S_SHA256_AARCH64: filledIn('K3sSha256Arm'),
};

const WORKER_UNITS: readonly string[] = ['k3s-agent.service', 'smartscale-rejoin.service', 'smartscale-rejoin.timer'];

const CONTENTS: Readonly<Record<MachineRole, () => Contents>> = {
  server: () => ({
    scripts: [
      'machine.sh',
      'server.sh',
      'tokens.sh',
      'etcd-restore.sh',
      'etcd-snapshot.sh',
      'endpoint.sh',
      'renew-credential.sh',
    ],
    units: readdirSync(join(ROOT, SCRIPTS, 'units')).filter((unit) => !WORKER_UNITS.includes(unit)),
    manifests: { access: filesIn('packages/kubernetes/rbac'), monitoring: filesIn('infra/cluster/monitoring') },
    settings: {
      ...SHARED_SETTINGS,
      PROMETHEUS_NAME: `prometheus.${filledIn('PrivateZoneName')}`,
      PRIVATE_ZONE: filledIn('PrivateZone'),
      BUCKET: filledIn('ClusterBucket'),
      MONITORING: filledIn('Monitoring'),
    },
  }),
  worker: () => ({
    scripts: ['machine.sh', 'worker.sh', 'rejoin.sh'],
    units: WORKER_UNITS,
    manifests: {},
    // The policy's joinTimeoutSeconds is 300, counted from the launch; a machine boots in less than 50.
    settings: { ...SHARED_SETTINGS, DEADLINE_SECONDS: '250' },
  }),
};

/**
 * What a machine runs at its first boot, as text for Fn::Sub: it writes its settings, unpacks the scripts of infra/cluster/user-data, and
 * starts the one of its role. Made anew whenever the stack is packaged. Throws when EC2 would not take it.
 */
export function userData(role: MachineRole): string {
  const { settings } = CONTENTS[role]();
  const text = `#!/bin/bash
# Unpacks what is in infra/cluster/user-data of SmartScale's repository, and runs it.
set -euo pipefail
mkdir -p /etc/smartscale /opt/smartscale
cat > /etc/smartscale/cluster.env <<'SETTINGS'
${Object.entries(settings)
  .map(([name, value]) => `${name}=${value}`)
  .join('\n')}
SETTINGS
base64 --decode <<'FILES' | tar --extract --gzip --no-same-owner --directory /opt/smartscale
${gzipSync(tar(userDataFiles(role)), { level: 9 }).toString('base64')}
FILES
exec /opt/smartscale/${role}.sh
`;
  if (Buffer.byteLength(text) > USER_DATA_LIMIT_BYTES - ROOM_FOR_NAMES_BYTES) {
    throw new Error(
      `the user data of a ${role} has ${Buffer.byteLength(text)} bytes, too many for EC2's ${USER_DATA_LIMIT_BYTES}`,
    );
  }
  return text;
}

/** What is unpacked to /opt/smartscale. */
export function userDataFiles(role: MachineRole): readonly TarEntry[] {
  const { scripts, units, manifests } = CONTENTS[role]();
  return [
    ...scripts.map((name) => entry(name, `${SCRIPTS}/${name}`)),
    ...units.map((name) => entry(`units/${name}`, `${SCRIPTS}/units/${name}`)),
    ...Object.entries(manifests).flatMap(([folder, files]) => files.map((file) => entry(`${folder}/${basename(file)}`, file))),
  ];
}

function entry(path: string, file: string): TarEntry {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return { path, text: file.startsWith(SCRIPTS) ? withoutComments(text) : text, executable: file.endsWith('.sh') };
}

/** There is little room, and whoever wants to know why reads the repository. Lines of comment only; the first line of a script is none. */
function withoutComments(text: string): string {
  return text.replace(/^[ \t]*#(?!!).*\n/gm, '');
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder)).map((file) => `${folder}/${file}`);
}
