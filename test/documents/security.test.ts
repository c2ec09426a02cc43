import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Statement } from '../configuration/checks/statement.ts';
import { composedStacks, ROOT } from '../configuration/compose.ts';
import { listOf } from '../configuration/template.ts';
import { cell, readWorkedTables } from './worked-tables.ts';

const tables = readWorkedTables(new URL('../../docs/security.md', import.meta.url));
const table = (name: string) => tables.get(name) ?? [];

/** What every function may, or every one in the VPC: logs, the failure queue, network interfaces. */
const COMMON =
  /^(?:logs:.*|sqs:SendMessage|ec2:.*NetworkInterfaces?|ec2:DescribeSubnets|ec2:(?:Una|A)ssignPrivateIpAddresses)$/;

const functions = composedStacks().flatMap((stack) =>
  Object.entries(stack.functions).map(([name, { role, vpc }]) => ({
    name: `${stack.alias}/${name}`,
    inVpc: vpc === undefined ? 'no' : 'yes',
    rights: rightsOf(stack.template.Resources[String(role)]?.Properties),
  })),
);

describe('docs/security.md', () => {
  it('has each function once, with where it is and what it may', () => {
    const documented = table('rights of functions').map((row) => ({
      name: cell(row, 'function'),
      inVpc: cell(row, 'in the VPC'),
      rights: Array.from(cell(row, 'may').matchAll(/`([^`]+)`/g), ([, right = '']) => right).toSorted(),
    }));
    expect(documented.toSorted(byName)).toEqual(functions.toSorted(byName));
  });

  it('has the rights in the cluster', () => {
    const [role] = parseAllDocuments(readFileSync(join(ROOT, 'packages/kubernetes/rbac/smartscale.yaml'), 'utf8'))
      .map((document) => document.toJS() as { kind: string; rules: { resources: string[]; verbs: string[] }[] })
      .filter(({ kind }) => kind === 'ClusterRole');
    const documented = table('rights in the cluster').map((row) => [cell(row, 'resource'), cell(row, 'verbs')]);
    expect(documented).toEqual(role?.rules.map(({ resources, verbs }) => [resources.join(', '), verbs.join(', ')]));
  });
});

function rightsOf(role: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const policies = (role?.['Policies'] ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const actions = statements.flatMap(({ Action }) => listOf(Action) as readonly string[]);
  return [...new Set(actions)].filter((action) => !COMMON.test(action)).toSorted();
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name.localeCompare(other.name);
}
