import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DescribeInstancesCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { CLUSTER_TAG, ROLE_TAG, WORKER_ROLE } from '@smartscale/events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { composedStacks } from '../configuration/compose.ts';
import { miniStackPeer, startMiniStack } from '../peers/ministack/index.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { type Account, accountOf } from './deployed/account.ts';
import { run, smartscale } from './deployed/framework.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STAGE = 'script';
const MINUTE = 60_000;
const LOOK_MILLISECONDS = 200;
const DEPLOY = ['--stage', STAGE, '--without-doctor', '--wait-minutes', '0', '--policy', 'policy.example.yaml'];

describeWithPeer(miniStackPeer, 'the deployment scripts', () => {
  let account: Account;
  let environment: Readonly<Record<string, string>>;
  let ec2: EC2Client;
  const began: ChildProcess[] = [];
  const script = (name: string, args: readonly string[]) => run(join(ROOT, 'scripts', name), args, environment);
  const ours = async () => (await account.stacks()).filter((name) => name.endsWith(`-${STAGE}`));

  beforeAll(async () => {
    account = accountOf(await startMiniStack({ scheduleSpeed: 1 }));
    // What MiniStack does not know.
    const unknown = { SMARTSCALE_IPV6_EGRESS: 'no', SMARTSCALE_KEEP_ARCHIVE: 'no', SMARTSCALE_PUBLISH_SCHEMAS: 'no' };
    environment = { ...account.environment, ...unknown };
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    ec2 = new EC2Client({ endpoint: account.endpoint, region: account.region, credentials });
  }, MINUTE);
  afterAll(async () => {
    for (const { pid } of began) if (pid !== undefined) end(pid);
    ec2?.destroy();
    await account?.stop();
  });

  const launch = async (cluster: string) => {
    const Tags = [
      { Key: CLUSTER_TAG, Value: cluster },
      { Key: ROLE_TAG, Value: WORKER_ROLE },
    ];
    const TagSpecifications = [{ ResourceType: 'instance', Tags } as const];
    await ec2.send(new RunInstancesCommand({ ImageId: 'ami-1', MinCount: 2, MaxCount: 2, TagSpecifications }));
  };
  const running = async (cluster: string) => {
    const Filters = [{ Name: `tag:${CLUSTER_TAG}`, Values: [cluster] }];
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
    return Reservations.flatMap(({ Instances = [] }) => Instances).filter(({ State }) => State?.Name === 'running').length;
  };

  it('are killed in the middle of a deployment', { timeout: 3 * MINUTE }, async () => {
    const stdio = ['pipe', 'ignore', 'ignore'] as const;
    const options = { cwd: ROOT, env: { ...process.env, ...environment }, detached: true, stdio: [...stdio] };
    const child = spawn(join(ROOT, 'scripts', 'deploy-smartscale.sh'), [...DEPLOY, '--slack-webhook-file', '-'], options);
    began.push(child);
    child.stdin?.end('https://hooks.slack.com/services/T0/B0/secret\n');
    while ((await ours()).length === 0 && child.exitCode === null) await sleep(LOOK_MILLISECONDS);
    const exit = once(child, 'exit');
    end(child.pid!);
    expect(await exit).toEqual([null, 'SIGKILL']);
    expect((await ours()).length).toBeLessThan(composedStacks().length);
  });

  it('deploy everything when they are run again', { timeout: 6 * MINUTE }, async () => {
    const { code, stdout, stderr } = await script('deploy-smartscale.sh', DEPLOY);
    expect(code, stdout + stderr).toBe(0);
    expect(await ours()).toHaveLength(composedStacks().length);
    expect(stdout).toContain(`the Slack webhook is there already: /smartscale/${STAGE}/slack-webhook-url`);
    expect(stdout + stderr).not.toContain('hooks.slack.com');
    const table = (await account.outputsOf(`smartscale-event-backbone-${STAGE}`))?.['EventTableName'];
    const place = ['--store', `dynamodb:${table}`, '--cluster', STAGE];
    expect(await smartscale(['policy', 'show', ...place], environment)).toMatchObject({ version: 1 });
  });

  it('remove the fleet, its workers first, and nobody else', { timeout: 6 * MINUTE }, async () => {
    await launch(STAGE);
    await launch('another');
    const { code, stdout, stderr } = await script('remove-smartscale.sh', ['--stage', STAGE, '--yes']);
    expect(code, stdout + stderr).toBe(0);
    expect(await ours()).toEqual([]);
    expect([await running(STAGE), await running('another')]).toEqual([0, 2]);
    expect(stdout).toContain(`aws ssm delete-parameter --name /smartscale/${STAGE}/slack-webhook-url`);
    const again = await script('remove-smartscale.sh', ['--stage', STAGE, '--yes']);
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('is removed already')]);
  });
});

/** With all that it started. */
function end(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
