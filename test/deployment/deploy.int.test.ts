import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Account, type Beginnings, createAccount, killings, stackNames } from './account-of-stubs.ts';

const STAGE = ['--stage', 'test'];
const WEBHOOK = 'https://hooks.slack.com/services/T0/B0/the-secret';
const POLICY = new URL('../../policy.example.yaml', import.meta.url).pathname;
const ROLES = ['autoscaling.amazonaws.com', 'ec2fleet.amazonaws.com', 'spot.amazonaws.com'];

const accounts: Account[] = [];
afterEach(() => {
  for (const made of accounts.splice(0)) made.remove();
});
function account(beginnings: Beginnings = {}): Account {
  const made = createAccount(beginnings);
  accounts.push(made);
  return made;
}
const deploy = (to: Account, args: readonly string[] = [], input = '') =>
  to.run('deploy-smartscale.sh', [...STAGE, ...args], { input });
const whole = (to: Account) =>
  deploy(to, ['--slack-webhook-file', '-', '--policy', POLICY, '--flux-repository', 'https://git.example/team/fleet'], WEBHOOK);

describe('scripts/deploy-smartscale.sh', () => {
  it('makes a running fleet of an empty account', () => {
    const empty = account({ failures: { credential: 3, samples: 2 } });
    const { code, said, calls } = whole(empty);
    expect(said).not.toContain('deploy-smartscale.sh: ');
    expect(code).toBe(0);
    const { stacks, roles, parameters, policy, sent } = empty.contents();
    expect(Object.keys(stacks).sort()).toEqual([...stackNames('test')].sort());
    expect(Object.keys(roles).sort()).toEqual(ROLES);
    expect(parameters).toEqual({ '/smartscale/test/slack-webhook-url': WEBHOOK });
    expect(policy).not.toBe('');
    expect(sent).toContain('https://git.example/team/fleet');
    expect(calls.filter((call) => call === 'sleep 10')).toHaveLength(5);
    const order = ['doctor --before', 'put-parameter', 'create-service', 'serverless deploy', 'policy apply', 'send-command'];
    const places = order.map((what) => calls.findIndex((call) => call.includes(what)));
    expect(places.filter((place) => place < 0)).toEqual([]);
    expect(places.slice(2)).toEqual(places.slice(2).sort((a, b) => a - b));
    const examined = calls.find((call) => call.includes('doctor --before'));
    expect(examined).toContain(`--policy ${POLICY} --flux-repository https://git.example/team/fleet`);
    expect(calls.findIndex((call) => call.includes('doctor --after'))).toBeGreaterThan(Math.max(...places));
  });

  it('keeps the secret out of arguments, output and files', () => {
    const empty = account();
    const { said, calls } = whole(empty);
    expect(calls.join('\n') + said).not.toContain('the-secret');
    expect(calls.join('\n')).toContain('--type SecureString');
    expect(empty.files()).toEqual(['bin', 'state']);
  });

  it('says who tells where a bot is to', () => {
    const told = (parameters: Record<string, string>) =>
      account({ parameters }).run('deploy-smartscale.sh', STAGE, { environment: { SMARTSCALE_SLACK_CHANNEL: 'C1' } }).said;
    expect(told({})).toContain('there is no token of a Slack bot at /smartscale/test/slack-bot-token');
    expect(told({ '/smartscale/test/slack-bot-token': 'xoxb-1' })).toContain('a Slack bot tells C1');
  });

  it('keeps the token of a private repository where the server and doctor look for it', () => {
    const empty = account();
    const token = join(empty.home, 'token');
    writeFileSync(token, 'a-token-of-git\n');
    const { code, said, calls } = deploy(empty, ['--flux-repository', 'https://git.example/fleet', '--flux-token-file', token]);
    expect(code, said).toBe(0);
    expect(empty.contents().parameters).toEqual({ '/smartscale/test/git-token': 'a-token-of-git' });
    expect(empty.contents().sent).toContain('with-token');
    expect(calls.join('\n') + said).not.toContain('a-token-of-git');
    const examined = calls.findIndex((call) => call.includes('doctor --before') && call.includes('--flux-repository'));
    expect(examined).toBeGreaterThan(calls.findIndex((call) => call.includes('put-parameter')));
  });

  it('comes to the same end wherever it was killed, before a call or after it', { timeout: 240_000 }, () => {
    const uninterrupted = account();
    const { calls } = whole(uninterrupted);
    const end = uninterrupted.contents();
    expect(calls.length).toBeGreaterThan(15);
    for (const { call, name, when } of killings(calls)) {
      const killed = account();
      killed.killAt(call, when);
      expect(whole(killed).code, name).toBeNull();
      killed.killAt(null);
      const again = whole(killed);
      expect(again.code, `${name}\n${again.said}`).toBe(0);
      expect(killed.contents(), name).toEqual(end);
      killed.remove();
    }
  });

  it('waits for CloudFormation, and makes anew what never came to be', () => {
    const wreck = account({
      stacks: { 'smartscale-network-test': 'UPDATE_IN_PROGRESS', 'smartscale-notifier-test': 'ROLLBACK_COMPLETE' },
    });
    const { code, said, calls } = deploy(wreck);
    expect(code).toBe(0);
    expect(said).toContain('waiting for CloudFormation: network (UPDATE_IN_PROGRESS)');
    const deleted = calls.filter((call) => call.includes('delete-stack'));
    expect(deleted).toEqual(['aws cloudformation delete-stack --stack-name smartscale-notifier-test']);
  });

  it.each(['smartscale-cluster-test', 'smartscale-network-test'])('lets the rest of %s be while its workers live', (name) => {
    const wreck = { stacks: { [name]: 'DELETE_FAILED', 'smartscale-notifier-test': 'CREATE_FAILED' } };
    const living = account({ ...wreck, machines: ['i-1 worker running', 'i-2 worker terminated'] });
    const { code, said, calls } = deploy(living);
    expect(said).toMatch(/DELETE_FAILED, and these workers of it live: i-1\s[\s\S]*remove-smartscale\.sh --stage test/);
    expect(code).toBe(1);
    expect(calls.filter((call) => /delete-stack|serverless/.test(call))).toEqual([]);
    const empty = deploy(account({ ...wreck, machines: ['i-2 worker terminated'] }));
    expect(empty.code, empty.said).toBe(0);
    expect(empty.calls).toContain(`aws cloudformation delete-stack --stack-name ${name}`);
  });

  it('takes no warning of the AWS CLI for an answer', () => {
    const warned = account({ warns: true, stacks: { 'smartscale-network-test': 'UPDATE_IN_PROGRESS' } });
    const { code, said } = whole(warned);
    expect(code, said).toBe(0);
    expect(said).toContain('account 123456789012 as arn:aws:iam::123456789012:user/somebody, region');
    expect(warned.contents().sent).toContain('https://git.example/team/fleet');
  });

  describe('whom alarms tell', () => {
    const TOPIC = 'arn:aws:sns:ap-south-1:123456789012:alarms';
    it('is nobody, and says so, until a topic is named', () => {
      const fleet = account();
      expect(deploy(fleet).said).toMatch(/an alarm reaches nobody.*--alarm-topic/);
      expect(deploy(fleet, ['--alarm-topic', TOPIC]).said).toContain(`alarms tell the topic ${TOPIC}`);
      expect(fleet.contents().alarmTopic).toBe(TOPIC);
    });
    it('stays whom they told, unless it is to be none', () => {
      const fleet = account({ alarmTopic: TOPIC, stacks: { 'smartscale-event-backbone-test': 'CREATE_COMPLETE' } });
      expect(deploy(fleet).code).toBe(0);
      expect(fleet.contents().alarmTopic).toBe(TOPIC);
      expect(deploy(fleet, ['--alarm-topic', 'none']).said).toContain('an alarm reaches nobody');
      expect(fleet.contents().alarmTopic).toBe('');
    });
    it('may be said by the environment', () => {
      const fleet = account();
      const environment = { SMARTSCALE_ALARM_TOPIC_ARN: TOPIC };
      expect(fleet.run('deploy-smartscale.sh', STAGE, { environment }).code).toBe(0);
      expect(fleet.contents().alarmTopic).toBe(TOPIC);
    });
  });

  describe('in another region', () => {
    const elsewhere = [...STAGE, '--region', 'us-east-1'];
    const policyOf = (of: Account, zones: string) => {
      const file = join(of.home, 'policy.yaml');
      writeFileSync(file, `placement: { zones: [${zones}] }\n`);
      return ['--policy', file];
    };
    it.each([
      ['the default policy', () => [], 'the default policy names zones that are not in us-east-1: ap-south-1a'],
      ['a zone of another', (of: Account) => policyOf(of, 'us-east-1a, us-east-2a'), 'not in us-east-1: us-east-2a;'],
      ['a zone of one with a longer name', (of: Account) => policyOf(of, 'us-east-12a'), 'not in us-east-1: us-east-12a;'],
    ])('refuses %s before anything is done', (_, options, message) => {
      const empty = account();
      const before = empty.contents();
      const { code, said } = empty.run('deploy-smartscale.sh', [...elsewhere, ...options(empty)]);
      expect(said).toContain(message);
      expect(said).toContain('placement: { zones: [us-east-1a, us-east-1b, us-east-1c] }');
      expect(code).toBe(2);
      expect(empty.contents()).toEqual(before);
    });
    it('deploys with the zones of the region, and needs the policy no second time', () => {
      const empty = account();
      const first = empty.run('deploy-smartscale.sh', [...elsewhere, ...policyOf(empty, 'us-east-1a, us-east-1-bos-1a')]);
      expect(first.code, first.said).toBe(0);
      const again = empty.run('deploy-smartscale.sh', elsewhere);
      expect(again.code, again.said).toBe(0);
    });
  });

  it('leaves stacks of other stages alone, whatever they are called', () => {
    const neighbour = { 'smartscale-network-my-test': 'ROLLBACK_COMPLETE', 'smartscale-network-test2': 'UPDATE_IN_PROGRESS' };
    const { code, calls } = deploy(account({ stacks: neighbour }));
    expect(code).toBe(0);
    expect(calls.filter((call) => /delete-stack|sleep/.test(call))).toEqual([]);
  });

  it('changes nothing in a dry run', () => {
    const empty = account();
    const before = empty.contents();
    const { code, said } = deploy(empty, ['--dry-run', '--slack-webhook-file', '-'], WEBHOOK);
    expect(code).toBe(0);
    expect(said).toContain('would run: npx serverless deploy --stage test');
    expect(empty.contents()).toEqual(before);
  });

  it.each<[string, Beginnings, RegExp]>([
    [
      'AWS does not know the user',
      { failures: { credentials: 9 } },
      /does not accept these credentials.*expired[\s\S]*Sign in/,
    ],
    ['dependencies cannot be installed', { failures: { install: 9 } }, /npm could not be reached[\s\S]*could not be installed/],
    ['SSM refuses the secret', { failures: { parameters: 9 } }, /SSM does not take[\s\S]*ssm:PutParameter/],
    ['doctor finds something', { failures: { 'doctor--before': 9 } }, /quota of Spot[\s\S]*--without-doctor/],
    [
      'a role may not be made',
      { failures: { roles: 9 } },
      /spot\.amazonaws\.com cannot be made[\s\S]*aws iam create-service-linked-role/,
    ],
    [
      'a stack fails',
      { failures: { deploy: 1 } },
      /not authorized[\s\S]*not all stacks could be deployed[\s\S]*run this again/,
    ],
    ['a stack is stuck', { stacks: { 'smartscale-network-test': 'UPDATE_ROLLBACK_FAILED' } }, /continue-update-rollback/],
    [
      'the server never comes',
      { failures: { credential: 999 } },
      /has not let the functions[\s\S]*get-console-output.*i-server/,
    ],
    ['nothing is measured', { failures: { samples: 999 } }, /no sample of load after 20 minutes/],
    ['the look finds something', { failures: { 'doctor--after': 1 } }, /it is deployed, and the look at it found something/],
  ])('says what to do when %s', (_, beginnings, message) => {
    const { code, said } = deploy(account(beginnings), ['--slack-webhook-file', '-'], WEBHOOK);
    expect(said).toMatch(message);
    expect(said).not.toContain('ended with');
    expect(code).toBe(1);
  });

  it.each<[string, readonly string[], string]>([
    ['no stage', [], 'which stage?'],
    ['a stage with capitals', ['--stage', 'Prod'], '"Prod" is no name for a stage'],
    ['a stage as a command', ['--stage', 'a;rm -rf /'], 'is no name for a stage'],
    ['an option without its value', ['--stage'], '--stage needs a value'],
    ['an option as a value', ['--stage', '--yes'], '--stage needs a value'],
    ['an unknown option', [...STAGE, '--fast'], 'there is no option "--fast"'],
    ['no region of this world', [...STAGE, '--region', 'mumbai'], '"mumbai" is no region'],
    ['a policy that is not there', [...STAGE, '--policy', 'nowhere.yaml'], 'there is no policy at "nowhere.yaml"'],
    ['a policy that is none', [...STAGE, '--policy', new URL('../../README.md', import.meta.url).pathname], 'README.md'],
    ['a webhook file that is not there', [...STAGE, '--slack-webhook-file', '/nowhere'], 'cannot be read'],
    ['an empty webhook', [...STAGE, '--slack-webhook-file', '-'], 'the Slack webhook is empty'],
    ['a branch without a repository', [...STAGE, '--flux-branch', 'main'], '--flux-branch needs --flux-repository'],
    ['a token in a URL', [...STAGE, '--flux-repository', 'https://me:secret@git.example/a'], 'a password in the URL'],
    ['a repository by SSH', [...STAGE, '--flux-repository', 'git@git.example:team/fleet'], 'is not the https URL'],
    [
      'a branch that is none',
      [...STAGE, '--flux-repository', 'https://git.example/a', '--flux-branch', 'a..b'],
      'is no name for a branch',
    ],
    ['an alarm topic that is none', [...STAGE, '--alarm-topic', 'alarms'], 'is not the ARN of an SNS topic'],
    [
      'an alarm topic elsewhere',
      [...STAGE, '--alarm-topic', 'arn:aws:sns:us-east-1:123456789012:alarms'],
      'is in another region',
    ],
    ['a time that is none', [...STAGE, '--wait-minutes', 'long'], '--wait-minutes takes a number'],
  ])('refuses %s, and does nothing', (_, args, message) => {
    const empty = account();
    const before = empty.contents();
    const { code, said } = empty.run('deploy-smartscale.sh', args);
    expect(said).toContain(message);
    expect(code).toBe(2);
    expect(empty.contents()).toEqual(before);
  });

  it('refuses a webhook that everybody on the way could read', () => {
    const empty = account();
    const { code, said } = deploy(empty, ['--slack-webhook-file', '-'], WEBHOOK.replace('https:', 'http:'));
    expect([code, said]).toEqual([2, expect.stringContaining('is no https URL')]);
    expect(empty.contents().parameters).toEqual({});
  });

  it('names the region that is missing', () => {
    const { code, said } = account().run('deploy-smartscale.sh', STAGE, { environment: { AWS_REGION: '' } });
    expect([code, said]).toEqual([2, expect.stringContaining('which region?')]);
  });
});
