import { createHash } from 'node:crypto';
import { EC2Client } from '@aws-sdk/client-ec2';
import { actionsOf, grantsOf } from '../../configuration/checks/iam-statements.ts';
import type { Statement } from '../../configuration/checks/statement.ts';
import { composedStacks } from '../../configuration/compose.ts';
import type { Authorization } from '../../peers/ministack/index.ts';
import type { Account } from './account.ts';

/** The rights of a function as its stack declares them, in the order of its role's policy. */
export type DeclaredRights = { readonly functionName: string; readonly statements: readonly Statement[] };

export function declaredRights(stage: string): readonly DeclaredRights[] {
  return composedStacks().flatMap(({ service, functions, template }) =>
    Object.entries(functions).map(([name, { role }]) => ({
      functionName: `${service}-${stage}-${name}`,
      statements: grantsOf(template).flatMap((granted) => (granted.role === role ? [granted.statement] : [])),
    })),
  );
}

/** Statements that allowed nothing of what was asked for, each as `<function>: <its actions>`. */
export function unusedRights(rights: readonly DeclaredRights[], asked: readonly Authorization[]): readonly string[] {
  return rights.flatMap(({ functionName, statements }) => {
    const used = new Set(asked.filter((each) => each.functionName === functionName).flatMap((each) => each.statements));
    return statements.flatMap((statement, index) =>
      used.has(index) ? [] : [`${functionName}: ${actionsOf(statement).join(' ')}`],
    );
  });
}

/** EC2, asked in the name of a function: with the credentials that MiniStack derives for it from its ARN and its role's. */
export async function ec2Of(functionName: string, account: Account): Promise<EC2Client> {
  const { FunctionArn, Role } = await account.configurationOf(functionName);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const digest = sha256(`${FunctionArn}:${Role}`);
  const credentials = {
    accessKeyId: `ASIA${digest.slice(0, 16).toUpperCase()}`,
    secretAccessKey: sha256(`secret:${digest}`),
    sessionToken: sha256(`token:${digest}`),
  };
  return new EC2Client({ endpoint: account.endpoint, region: account.region, credentials, maxAttempts: 1 });
}

/** Does something while a function's role lacks the statements that name an action. */
export async function without<Result>(
  action: string,
  { functionName, account }: { readonly functionName: string; readonly account: Account },
  work: () => Promise<Result>,
): Promise<Result> {
  const role = (await account.configurationOf(functionName)).Role.split('/').at(-1) ?? '';
  const policy = functionName.split('-').at(-1) ?? '';
  const document = await account.rolePolicy(role, policy);
  const kept = document.Statement.filter((statement) => !actionsOf(statement).includes(action));
  if (kept.length === document.Statement.length) throw new Error(`${functionName} has no right to ${action}`);
  await account.putRolePolicy(role, policy, { ...document, Statement: kept });
  try {
    return await work();
  } finally {
    await account.putRolePolicy(role, policy, document);
  }
}
