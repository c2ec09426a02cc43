import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { kubernetesPeer, type LocalKubernetes, startKubernetes } from '../peers/kubernetes/index.ts';
import { describeWithPeer, type Peer } from '../peers/peer.ts';
import { type Account, createAccount } from './account-of-stubs.ts';
import { createFluxServer } from './flux-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const REPOSITORY = 'https://git.example/team/fleet';
const OPTIONS = ['--stage', 'test', '--repository', REPOSITORY];
const TOKEN = 'a-token-of-git';
const SERVER = { machines: ['i-server server running', 'i-1 worker running'] };

const things: { remove(): void }[] = [];
afterEach(() => {
  for (const thing of things.splice(0)) thing.remove();
});
function account(beginnings: Parameters<typeof createAccount>[0]): Account {
  const made = createAccount(beginnings);
  things.push(made);
  return made;
}
function server(options?: Parameters<typeof createFluxServer>[0]) {
  const made = createFluxServer(options);
  things.push(made);
  return made;
}
const bootstrap = (at: Account, args: readonly string[] = [], input = '') =>
  at.run('bootstrap-flux.sh', [...OPTIONS, ...args], { input });
const sentBy = (from: Account) => JSON.parse(from.contents().sent) as { commands: string[]; executionTimeout: string[] };

describe('scripts/bootstrap-flux.sh', () => {
  it('has the server run what installs Flux, with the token in SSM and nowhere else', () => {
    const fleet = account({ ...SERVER, failures: { agent: 2, running: 3 } });
    const { code, said, calls } = bootstrap(fleet, ['--token-file', '-'], TOKEN);
    expect([code, said]).toEqual([0, expect.stringContaining('Flux follows')]);
    const { parameters, sent } = fleet.contents();
    expect(parameters).toEqual({ '/smartscale/test/git-token': TOKEN });
    expect(sent + said + calls.join('\n')).not.toContain(TOKEN);
    expect(calls.find((call) => call.includes('send-command'))).toContain('--instance-ids i-server ');
    expect(sentBy(fleet).commands.at(-1)).toBe(
      `bash /opt/smartscale/install-flux.sh ${REPOSITORY} main clusters/smartscale with-token`,
    );
    expect(fleet.files()).toEqual(['bin', 'state']);
  });

  it('sends the script as it is, which a shell unpacks, and in which SSM finds nothing to fill in', () => {
    const fleet = account(SERVER);
    bootstrap(fleet);
    const text = sentBy(fleet).commands.join('\n');
    expect(text).not.toMatch(/\{\{/);
    const folder = mkdtempSync(join(tmpdir(), 'smartscale-sent-'));
    const here = text.replaceAll('/opt/smartscale', folder).replace(/^bash .*$/m, '');
    expect(spawnSync('sh', ['-c', here]).status).toBe(0);
    const script = readFileSync(join(ROOT, 'infra/cluster/flux/install-flux.sh'), 'utf8');
    expect(readFileSync(join(folder, 'install-flux.sh'), 'utf8')).toBe(script.replaceAll('/opt/smartscale', folder));
    rmSync(folder, { recursive: true });
    expect(text).toContain('clusters/smartscale without-token');
  });

  it('takes all of a repository, and a URL that ends with a slash', () => {
    const fleet = account(SERVER);
    expect(bootstrap(fleet, ['--repository', `${REPOSITORY}/`, '--path', '.']).code).toBe(0);
    expect(sentBy(fleet).commands.at(-1)).toContain(`install-flux.sh ${REPOSITORY} main ./ without-token`);
  });

  it('takes no warning of the AWS CLI for an answer', () => {
    const fleet = account({ ...SERVER, warns: true, failures: { running: 1 } });
    const { code, said, calls } = bootstrap(fleet);
    expect(code, said).toBe(0);
    const asked = calls.filter((call) => call.includes('get-command-invocation'));
    expect(asked.length).toBeGreaterThan(1);
    for (const call of asked) expect(call).toContain('--command-id command-1 --instance-id i-server ');
  });

  it('uses the token of before', () => {
    const fleet = account({ ...SERVER, parameters: { '/smartscale/test/git-token': TOKEN } });
    expect(bootstrap(fleet).code).toBe(0);
    expect(sentBy(fleet).commands.at(-1)).toContain(' with-token');
  });

  it('shows in a dry run what would be run, and does nothing', () => {
    const fleet = account(SERVER);
    const before = fleet.contents();
    const { code, said } = bootstrap(fleet, ['--dry-run', '--token-file', '-'], TOKEN);
    expect([code, said]).toEqual([0, expect.stringContaining('FLUX_VERSION=v')]);
    expect(said).not.toContain(TOKEN);
    expect(fleet.contents()).toEqual(before);
  });

  it.each<[string, Parameters<typeof createAccount>[0], RegExp]>([
    ['there is no server', { machines: ['i-1 worker running'] }, /no running server of stage test[\s\S]*deploy-smartscale\.sh/],
    [
      'its agent is silent',
      { ...SERVER, failures: { agent: 99 } },
      /does not listen to SSM[\s\S]*describe-instance-information/,
    ],
    ['the command fails', { ...SERVER, runStatus: 'Failed' }, /what the server said[\s\S]*not bootstrapped: Failed/],
    [
      'the command does not end',
      { ...SERVER, failures: { running: 999 } },
      /has not answered.*InProgress[\s\S]*get-command-invocation/,
    ],
  ])('says what to do when %s', (_, beginnings, message) => {
    const { code, said } = bootstrap(account(beginnings));
    expect(said).toMatch(message);
    expect(code).toBe(1);
  });

  it.each<[string, readonly string[], string]>([
    ['no repository', ['--stage', 'test'], 'which repository?'],
    ['a token in the URL', [...OPTIONS, '--repository', 'https://me:secret@git.example/a'], 'put the token into a file'],
    ['a repository by SSH', [...OPTIONS, '--repository', 'git@git.example:team/fleet'], 'is not the https URL'],
    ['a URL that is a command', [...OPTIONS, '--repository', 'https://git.example/$(reboot)'], 'is not the https URL'],
    ['a branch that is none', [...OPTIONS, '--branch', 'a"b'], 'is no name for a branch'],
    ['a branch outside', [...OPTIONS, '--branch', 'a..b'], 'is no name for a branch'],
    ['a branch without its end', [...OPTIONS, '--branch', 'a/'], 'is no name for a branch'],
    ['a folder outside', [...OPTIONS, '--path', '../other'], 'is no folder of a repository'],
    ['a token that is not there', [...OPTIONS, '--token-file', '/nowhere'], 'cannot be read'],
  ])('refuses %s', (_, args, message) => {
    const fleet = account(SERVER);
    const { code, said } = fleet.run('bootstrap-flux.sh', args);
    expect(said).toContain(message);
    expect(code).toBe(2);
    expect(fleet.contents().sent).toBe('');
  });
});

const ARGUMENTS = [REPOSITORY, 'main', './clusters/smartscale'] as const;

describe('install-flux.sh on the server', () => {
  it('installs what it has verified, then tells Flux what to follow, and says what was fetched', () => {
    const here = server({ token: TOKEN });
    const { code, said, calls } = here.run(...ARGUMENTS, 'with-token');
    expect([code, said]).toEqual([0, expect.stringMatching(/Flux v\S+ follows .*stored main@sha1:abc/)]);
    expect(here.applied('install')).not.toBe('');
    expect(here.applied('secret')).toContain(Buffer.from(TOKEN).toString('base64'));
    expect(here.applied('sync')).toContain('path: "./clusters/smartscale"');
    expect(calls.join('\n') + said).not.toContain(TOKEN);
    expect(here.run(...ARGUMENTS, 'with-token').code).toBe(0);
  });

  it('reads a public repository without a secret', () => {
    const here = server();
    expect(here.run(...ARGUMENTS, 'without-token').code).toBe(0);
    expect(here.applied('secret')).toBe('');
    expect(here.applied('sync')).not.toContain('secretRef');
  });

  it('applies all of a repository', () => {
    const here = server();
    expect(here.run(REPOSITORY, 'main', './', 'without-token').code).toBe(0);
    expect(here.applied('sync')).toContain('path: "./"');
  });

  it('takes no warning of the AWS CLI for a part of the token', () => {
    const here = server({ token: TOKEN, warns: true });
    expect(here.run(...ARGUMENTS, 'with-token').code).toBe(0);
    expect(here.applied('secret')).toContain(` ${Buffer.from(TOKEN).toString('base64')}\n`);
  });

  it('bears what passes', () => {
    const failures = { download: 1, 'download-whole': 1, apply: 2, definitions: 1, ssm: 1, gitrepository: 3, kustomization: 3 };
    expect(server({ token: TOKEN, failures }).run(...ARGUMENTS, 'with-token').code).toBe(0);
  });

  it.each<[string, Record<string, number>, string]>([
    ['the download is not what it should be', { 'download-whole': 99 }, 'is not what it should be: expected SHA-256'],
    ['the API refuses', { apply: 99 }, 'Flux could not be installed'],
    ['SSM does not tell the token', { ssm: 99 }, 'the token of the repository could not be read'],
    ['Git refuses', { gitrepository: 999 }, `cannot read ${REPOSITORY}: the reason`],
    ['what is in Git is wrong', { kustomization: 999 }, 'cannot apply ./clusters/smartscale: the reason'],
  ])('fails with the reason when %s', (_, failures, message) => {
    const here = server({ token: TOKEN, failures });
    const { code, said } = here.run(...ARGUMENTS, 'with-token');
    expect([code, said]).toEqual([1, expect.stringContaining(message)]);
    if ('download-whole' in failures) expect(here.applied('install')).toBe('');
  });
});

/** Of the release that install-flux.sh installs. */
const CONTROLLERS = ['source-controller', 'kustomize-controller'].map((name) => `github.com/fluxcd/${name}@v1.9.5`);
const goPeer: Peer = {
  name: 'Go',
  missing: () =>
    spawnSync('go', ['version']).error === undefined ? undefined : 'install Go (for example: apt install golang-go)',
};

describeWithPeer(goPeer, 'what Flux is told, with its definitions', () => {
  describeWithPeer(kubernetesPeer, 'in a real cluster', () => {
    let cluster: LocalKubernetes;
    beforeAll(async () => {
      cluster = await startKubernetes();
      for (const text of definitions()) {
        const name = /^ {2}name: (\S+)$/m.exec(text)?.[1];
        await serverSide(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`, text);
      }
      await cluster.admin.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } });
    });
    afterAll(() => cluster?.stop());

    async function serverSide(path: string, body: string, query = '') {
      const contentType = 'application/apply-patch+yaml';
      return cluster.admin.request('PATCH', `${path}?fieldManager=test&force=true${query}`, { body, contentType });
    }
    const tell = async (yaml: string) => {
      const [source = '', kustomization = ''] = yaml.split('---\n');
      const dry = '&dryRun=All&fieldValidation=Strict';
      const namespace = 'namespaces/flux-system';
      return [
        await serverSide(`/apis/source.toolkit.fluxcd.io/v1/${namespace}/gitrepositories/flux-system`, source, dry),
        await serverSide(`/apis/kustomize.toolkit.fluxcd.io/v1/${namespace}/kustomizations/flux-system`, kustomization, dry),
      ].map(({ status, body }) => [status, body.message]);
    };

    it.each(['with-token', 'without-token'])('is valid %s', async (token) => {
      const here = server({ token: TOKEN });
      here.run(...ARGUMENTS, token);
      const served = async () => (await tell(here.applied('sync'))).map(([status]) => status);
      await expect.poll(served, { timeout: 10_000 }).toEqual([201, 201]);
    });

    it('would be refused with a field that is not there', async () => {
      const here = server();
      here.run(...ARGUMENTS, 'without-token');
      const [source] = await tell(here.applied('sync').replace('  interval: 1m', '  interval: 1m\n  brunch: main'));
      expect(source).toEqual([expect.any(Number), expect.stringContaining('.spec.brunch: field not declared')]);
    });
  });
});

/** From the module proxy, whose checksums Go verifies. */
function definitions(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'smartscale-go-'));
  try {
    writeFileSync(join(folder, 'go.mod'), 'module definitions\n');
    const { stdout, stderr } = spawnSync('go', ['mod', 'download', '-json', ...CONTROLLERS], {
      ...{ cwd: folder, encoding: 'utf8' },
      env: { ...process.env, GOFLAGS: '-mod=mod' },
    });
    const folders = Array.from(stdout.matchAll(/"Dir": "(.*)"/g), ([, path]) => join(path ?? '', 'config/crd/bases'));
    if (folders.length !== CONTROLLERS.length) throw new Error(`Go has not downloaded ${CONTROLLERS.join(', ')}: ${stderr}`);
    return folders.flatMap((path) => readdirSync(path).map((file) => readFileSync(join(path, file), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
