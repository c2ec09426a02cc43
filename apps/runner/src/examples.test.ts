import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

type Statement = { readonly Action: string | readonly string[]; readonly Resource: unknown; readonly Condition?: unknown };

/** Without EventBridge, interruptions are asked for. */
const SPOT_REQUESTS: Statement = { Action: 'ec2:DescribeSpotInstanceRequests', Resource: '*' };

/** What a deployment knows, and who runs one process writes by hand. The values of imports first: they are made of the same words. */
const BY_HAND: readonly (readonly [text: string, capitals: string])[] = [
  [`smartscale-\${sls:stage}-WorkerLaunchTemplateId`, 'TEMPLATE'],
  [`smartscale-\${sls:stage}-WorkerRoleArn`, 'arn:aws:iam::ACCOUNT:role/WORKER_ROLE'],
  [`\${param:clusterId, sls:stage}`, 'CLUSTER'],
  [`\${AWS::Partition}`, 'aws'],
  [`\${AWS::Region}`, 'REGION'],
  [`\${AWS::AccountId}`, 'ACCOUNT'],
];

/** A part of a deployed statement as the example writes it. Throws on a variable that the example has no word for. */
function byHand(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = BY_HAND.reduce((written, [from, to]) => written.replaceAll(from, to), value);
    if (text.includes('${')) throw new Error(`the example has no word for ${text}`);
    return text;
  }
  if (Array.isArray(value)) return value.map(byHand);
  if (typeof value !== 'object' || value === null) return value;
  if ('Fn::Sub' in value) {
    const [text, variables] = value['Fn::Sub'] as [string, Record<string, string>];
    return byHand(Object.entries(variables).reduce((written, [name, of]) => written.replaceAll(`\${${name}}`, of), text));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, byHand(inner)]));
}

describe('the rights of one process', () => {
  const statements = (JSON.parse(read('apps/runner/examples/iam-policy.json')) as { Statement: Statement[] }).Statement;
  const actionsOf = (some: readonly Statement[]) => [...new Set(some.flatMap(({ Action }) => Action))].toSorted();

  it('are those of the functions, statement by statement, and to ask for Spot requests', () => {
    // To this reader CloudFormation's own tags are none: what they stand before is a text.
    const deployed = parse(read('services/capacity-manager/statements.yml'), { logLevel: 'silent' }) as Record<
      string,
      Statement
    >;
    const expected = Object.entries(deployed).map(([name, statement]) => ({
      Sid: `${name[0]?.toUpperCase()}${name.slice(1)}`,
      ...(byHand(statement) as Statement),
      Action: actionsOf(name === 'describe' ? [statement, SPOT_REQUESTS] : [statement]),
    }));
    expect(statements.map((statement) => ({ ...statement, Action: actionsOf([statement]) }))).toEqual(expected);
  });

  it('are bound to a resource wherever EC2 knows one', () => {
    const unbound = statements.filter(({ Resource }) => Resource === '*');
    for (const action of actionsOf(unbound)) expect(action).toMatch(/^ec2:Describe/);
  });
});

describe('the systemd unit', () => {
  const unit = read('apps/runner/systemd/smartscale.service');
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];

  it('starts the command that there is', () => {
    const [, program = '', command] = setting('ExecStart')?.split(' ') ?? [];
    expect(existsSync(join(ROOT, program))).toBe(true);
    expect(command).toBe('run');
  });

  it('starts it anew whenever it ends, unless the configuration cannot be used', () => {
    expect(setting('Restart')).toBe('always');
    expect(setting('RestartPreventExitStatus')).toBe('2');
  });

  it('gives it longer to stop than the ten seconds that it takes itself', () => {
    expect(Number(setting('TimeoutStopSec'))).toBeGreaterThan(15);
  });

  it('lets Node compile', () => {
    expect(setting('MemoryDenyWriteExecute')).toBeUndefined();
  });
});
