import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { composedStacks } from '../configuration/compose.ts';
import { exportsOf, type Template } from '../configuration/template.ts';
import { type Moto, motoPeer, startMoto } from '../peers/moto/index.ts';
import { describeWithPeer, type Peer } from '../peers/peer.ts';
import { run } from './deployed/framework.ts';
import { createAccount, type MotoAccount, parametersIn } from './moto/account.ts';
import { templateForMoto } from './moto/for-moto.ts';

const STAGE = 'moto';
const MINUTE = 60_000;
/** Types that moto passes over in silence: cfn-lint and MiniStack are the check of those. */
const NOT_MADE: readonly string[] = [
  'AWS::CloudWatch::Alarm',
  'AWS::S3::BucketPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'AWS::Lambda::EventInvokeConfig',
];

const awsCliPeer: Peer = {
  name: 'the AWS CLI, and moto',
  missing: () =>
    spawnSync('aws', ['--version']).status === 0 ? motoPeer.missing() : 'install the AWS CLI (for example: apt install awscli)',
};

const stacks = composedStacks();

async function packageInto(place: string, directory: string, region: string): Promise<void> {
  const script = 'cd "$0" && exec serverless package --stage "$1" --package "$2"';
  const credentials = { AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };
  // moto answers EC2's IPv6, archives and the schema registry in templates with status 500.
  const options = { SMARTSCALE_IPV6_EGRESS: 'no', SMARTSCALE_KEEP_ARCHIVE: 'no', SMARTSCALE_PUBLISH_SCHEMAS: 'no' };
  const environment = { ...credentials, ...options, AWS_REGION: region };
  const { code, stdout, stderr } = await run('bash', ['-c', script, directory, STAGE, place], environment);
  if (code !== 0) throw new Error(stdout + stderr);
}

describeWithPeer(awsCliPeer, 'the packaged stacks in moto', () => {
  let moto: Moto;
  let account: MotoAccount;
  let folder: string;
  const seenPassedOver = new Set<string>();
  const packaged = (name: string) =>
    JSON.parse(readFileSync(join(folder, name, 'cloudformation-template-update-stack.json'), 'utf8')) as Template;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'smartscale-moto-'));
    moto = await startMoto();
    account = createAccount(moto, folder);
    await account.makeBucket();
    // Beside what others may be packaging. Two at a time.
    const waiting = stacks.map(({ directory }) => directory);
    const packageNext = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await packageInto(join(folder, basename(next)), next, moto.region);
      }
    };
    await Promise.all([packageNext(), packageNext()]);
  }, 3 * MINUTE);
  afterAll(async () => {
    await moto?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are refused in an account that lacks what they import', { timeout: MINUTE }, async () => {
    const empty = await startMoto();
    try {
      const elsewhere = createAccount(empty, folder);
      await elsewhere.makeBucket();
      const early = elsewhere.createStack('notifier', templateForMoto(packaged('notifier')), {});
      await expect(early).rejects.toThrow(`No export named smartscale-${STAGE}-`);
    } finally {
      await empty.stop();
    }
  });

  it.each(stacks.map(({ directory }) => basename(directory)))(
    '%s comes to be, in the order of the wiring',
    async (name) => {
      const template = packaged(name);
      expect(await account.createStack(name, templateForMoto(template), parametersIn(folder, name))).toBe('CREATE_COMPLETE');
      const made = new Set(await account.madeBy(name));
      const resources = Object.entries((JSON.parse(templateForMoto(template)) as Template).Resources);
      const passedOver = resources.filter(([id]) => !made.has(id));
      for (const [, { Type }] of passedOver) seenPassedOver.add(Type);
      const missing = passedOver.filter(([, { Type }]) => !NOT_MADE.includes(Type));
      expect(missing.map(([id, { Type }]) => `${id} (${Type})`)).toEqual([]);
      expect(await account.exports()).toEqual(expect.arrayContaining([...exportsOf(template)]));
    },
    MINUTE,
  );

  it('lack only what moto is known to pass over, and all of that', () => {
    expect([...seenPassedOver].sort()).toEqual([...NOT_MADE].sort());
  });

  it('have made every function', async () => {
    const functions = (await account.aws('lambda', 'list-functions', '--query', 'Functions[].FunctionName')) as string[];
    const declared = stacks.flatMap(({ directory }) =>
      Object.values(packaged(basename(directory)).Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function'),
    );
    expect(functions).toHaveLength(declared.length);
    expect(functions.every((name) => name.includes(`-${STAGE}-`))).toBe(true);
  });
});
