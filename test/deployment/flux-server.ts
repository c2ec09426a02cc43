import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLUSTER = fileURLToPath(new URL('../../infra/cluster', import.meta.url));
const TIMEOUT_MILLISECONDS = 60_000;

/** Stands for install.yaml of Flux' release. */
const INSTALL = 'kind: Namespace\n';
const PREAMBLE = `#!/usr/bin/env bash
printf '%s %s\\n' "\${0##*/}" "$*" >> "$STATE/calls"
fails() {
  local file="$STATE/failures/$1" left
  left="$(cat "$file" 2> /dev/null || echo 0)"
  ((left > 0)) && echo $((left - 1)) > "$file"
}
`;

const STUBS: Readonly<Record<string, string>> = {
  sleep: '',
  curl: `
while [[ $1 != --output ]]; do shift; done
if fails download; then exit 22; fi
if fails download-whole; then echo half > "$2"; else cp "$STATE/install.yaml" "$2"; fi`,
  aws: `
if [[ -e $STATE/warns ]]; then echo 'Warning: this Python is old' >&2; fi
if fails ssm; then echo 'An error occurred (AccessDeniedException)' >&2; exit 254; fi
if [[ ! -e $STATE/token ]]; then echo 'An error occurred (ParameterNotFound)' >&2; exit 254; fi
cat "$STATE/token"`,
  // What is applied is kept; a Secret is made by the real rule: its fields in base64.
  k3s: `
last="\${@: -1}"
case "$*" in
  *' apply '*) if fails apply; then exit 1; fi; cp "$last" "$STATE/applied-$(basename "$last")" ;;
  *' wait '*) if fails definitions; then exit 1; fi ;;
  *'create secret generic'*)
    printf 'apiVersion: v1\\nkind: Secret\\nmetadata:\\n  name: smartscale-git\\n  namespace: %s\\ndata:\\n  username: %s\\n  password: %s\\n' \\
      "$3" "$(printf git | base64 -w0)" "$(base64 -w0 "\${last#password=}")" ;;
  *' get '*) if fails "$7"; then echo "2 1 False the reason"; else echo '2 2 True stored main@sha1:abc'; fi ;;
  *) echo "nobody expected: k3s $*" >&2; exit 99 ;;
esac`,
};

export type ServerRan = { readonly code: number | null; readonly said: string; readonly calls: readonly string[] };

/** The K3s server as far as install-flux.sh sees it, in a folder of its own. */
export function createFluxServer(
  options: { token?: string; warns?: boolean; failures?: Readonly<Record<string, number>> } = {},
) {
  const home = mkdtempSync(join(tmpdir(), 'smartscale-flux-'));
  const [root, state, bin] = ['root', 'state', 'bin'].map((folder) => join(home, folder)) as [string, string, string];
  const put = (file: string, text: string, mode = 0o644) => {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text, { mode });
  };
  const sum = createHash('sha256').update(INSTALL).digest('hex');
  const script = readFileSync(join(CLUSTER, 'flux/install-flux.sh'), 'utf8').replace(/^FLUX_SHA256=.*$/m, `FLUX_SHA256=${sum}`);
  put(join(root, 'opt/smartscale/install-flux.sh'), script, 0o755);
  for (const name of ['machine.sh', 'tokens.sh']) {
    put(join(root, 'opt/smartscale', name), readFileSync(join(CLUSTER, 'user-data', name), 'utf8'));
  }
  put(join(root, 'etc/smartscale/cluster.env'), 'CLUSTER_ID=test\nREGION=ap-south-1\n');
  for (const [name, text] of Object.entries(STUBS)) {
    put(name === 'k3s' ? join(root, 'usr/local/bin/k3s') : join(bin, name), `${PREAMBLE}${text}\n`, 0o755);
  }
  put(join(state, 'install.yaml'), INSTALL);
  if (options.warns) put(join(state, 'warns'), '');
  if (options.token !== undefined) put(join(state, 'token'), options.token);
  for (const [name, count] of Object.entries(options.failures ?? {})) put(join(state, 'failures', name), String(count));
  const read = (path: string) => (existsSync(join(state, path)) ? readFileSync(join(state, path), 'utf8') : '');
  return {
    run(...args: string[]): ServerRan {
      rmSync(join(state, 'calls'), { force: true });
      const { status, stdout, stderr } = spawnSync('bash', [join(root, 'opt/smartscale/install-flux.sh'), ...args], {
        ...{ encoding: 'utf8', timeout: TIMEOUT_MILLISECONDS },
        env: { PATH: `${bin}:/usr/bin:/bin`, SMARTSCALE_ROOT: root, STATE: state, TMPDIR: home },
      });
      return { code: status, said: stdout + stderr, calls: read('calls').split('\n').slice(0, -1) };
    },
    applied: (name: string) => read(`applied-${name}.yaml`),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
