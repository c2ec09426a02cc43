import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

type Statement = { readonly Action: string | readonly string[]; readonly Resource: unknown; readonly Condition?: unknown };

describe('the rights of one process', () => {
  const statements = (JSON.parse(read('apps/runner/examples/iam-policy.json')) as { Statement: Statement[] }).Statement;
  const actionsOf = (some: readonly Statement[]) => [...new Set(some.flatMap(({ Action }) => Action))].toSorted();

  it('are those of the functions, and to ask for Spot requests', () => {
    // CloudFormation's own tags are none to this reader: only the actions are looked at.
    const deployed = parse(read('services/capacity-manager/statements.yml'), { logLevel: 'silent' }) as Record<
      string,
      Statement
    >;
    const expected = [...actionsOf(Object.values(deployed)), 'ec2:DescribeSpotInstanceRequests'].toSorted();
    expect(actionsOf(statements)).toEqual(expected);
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
