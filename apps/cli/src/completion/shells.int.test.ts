import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithPeer, type Peer } from '../../../../test/peers/peer.ts';

const BIN = join(import.meta.dirname, '../../../../node_modules/.bin');
const TYPE_INTO_ZSH = join(import.meta.dirname, 'testing/complete.zsh');
const environment = { ...process.env, PATH: `${BIN}:${process.env['PATH']}` };
const folder = mkdtempSync(join(tmpdir(), 'smartscale-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const smartscale = (...args: string[]) =>
  execFileSync(join(BIN, 'smartscale'), args, { cwd: folder, env: environment, encoding: 'utf8', stdio: 'pipe' });

let living: readonly string[] = [];

beforeAll(() => {
  smartscale('simulate', '--days', '0.3', '--store', 'sqlite:.smartscale/fleet.db');
  writeFileSync(join(folder, 'my-policy.yaml'), '');
  for (const each of ['bash', 'zsh', 'fish']) writeFileSync(join(folder, `script.${each}`), smartscale('completion', each));
  const events: { type: string; data: { instanceId?: string } }[] = JSON.parse(
    smartscale('events', '--stream', 'fleet', '--last', '1000', '--json'),
  );
  const idsOf = (type: string) => events.filter((event) => event.type === type).map(({ data }) => data.instanceId ?? '');
  const gone = idsOf('NodeTerminated');
  living = idsOf('NodeLaunched').filter((id) => !gone.includes(id));
  expect(living.length).toBeGreaterThan(1);
});

describe('in bash', () => {
  it('completes commands, options and choices', async () => {
    expect(await inBash('smartscale expl')).toEqual(['explain']);
    expect(await inBash('smartscale drill interrupt --inst')).toEqual(['--instance']);
    expect(await inBash('smartscale cost --by=z')).toEqual(['zone']);
  });

  it('completes living workers from the store', async () => {
    expect((await inBash('smartscale node ')).toSorted()).toEqual(living.toSorted());
    expect(await inBash(`smartscale node ${living[0]?.slice(0, -3)}`)).toEqual([living[0]]);
  });

  it('completes what is beyond a colon, where bash begins a new word', async () => {
    const [first = ''] = await inBash('smartscale explain l');
    expect(first).toBe('last');
    expect(await inBash('smartscale events --store sq')).toEqual(['sqlite:']);
    expect(await inBash('smartscale events --store=sq')).toEqual(['sqlite:']);
  });

  it('leaves files to bash', async () => {
    expect(await inBash('smartscale policy apply my-')).toEqual(['<files>']);
  });

  it('runs nothing of what is typed, and can be read twice', async () => {
    await inBash('smartscale explain $(touch was-run) ');
    expect(readdirSync(folder)).not.toContain('was-run');
    const { status, stderr } = spawnSync('bash', ['-c', 'source script.bash && source script.bash'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describeWithPeer(shell('fish'), 'in fish', () => {
  const inFish = async (line: string) => {
    const { stdout } = await run('fish', [
      '--no-config',
      '-c',
      `source script.fish; complete --do-complete ${JSON.stringify(line)}`,
    ]);
    return stdout
      .split('\n')
      .filter((each) => each !== '')
      .map((each) => each.split('\t')[0] ?? '');
  };

  it('completes commands, options, choices and living workers', async () => {
    expect(await inFish('smartscale expl')).toEqual(['explain']);
    expect(await inFish('smartscale drill interrupt --inst')).toEqual(['--instance']);
    expect((await inFish('smartscale node ')).toSorted()).toEqual(living.toSorted());
    expect(await inFish('smartscale policy apply my-')).toEqual(['my-policy.yaml']);
  });
});

describeWithPeer(shell('zsh'), 'in zsh', () => {
  const inZsh = async (line: string, expected: string) => {
    const { stdout } = await run('zsh', ['--no-rcs', TYPE_INTO_ZSH, 'script.zsh', line, expected]);
    expect(stdout).toContain(expected);
  };

  it('completes commands, options and living workers', async () => {
    await inZsh('smartscale expl', 'smartscale explain');
    await inZsh('smartscale drill interrupt --inst', ' --instance');
    const [first = ''] = living;
    await inZsh(`smartscale node ${first.slice(0, -3)}`, `smartscale node ${first}`);
  });
});

/** What bash would offer for a line that ends where the cursor is: the words that it would put in place of its last word. */
async function inBash(line: string): Promise<readonly string[]> {
  const asked = `
    compopt() { [[ $* == *"-o default"* ]] && echo '<files>'; return 0; }
    source script.bash
    COMP_LINE=$1 COMP_POINT=\${#1}
    _smartscale && printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['--norc', '-c', asked, 'bash', line]);
  return stdout.split('\n').filter((word) => word !== '');
}

async function run(command: string, args: readonly string[]): Promise<{ readonly stdout: string }> {
  return promisify(execFile)(command, args, { cwd: folder, env: environment, encoding: 'utf8' });
}

function shell(name: string): Peer {
  const isThere = spawnSync(name, ['--version']).error === undefined;
  return { name, missing: () => (isThere ? undefined : `install the package ${name}`) };
}
