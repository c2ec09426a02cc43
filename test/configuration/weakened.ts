import { actionsOf, grantsOf } from './checks/iam-statements.ts';
import type { Statement } from './checks/statement.ts';
import { listOf, type Template } from './template.ts';

/** A template one of whose rights is bound less than before. */
export type Weakened = { readonly title: string; readonly actions: readonly string[]; readonly template: Template };

type Change = readonly [what: string, change: (statement: Statement) => Statement];

/** Each way to loosen one right in EC2 or IAM of one role: a condition dropped, changed, or satisfied by more; a resource that becomes any. */
export function weakenings(template: Template): readonly Weakened[] {
  return grantsOf(template).flatMap(({ role, statement }, index) => {
    const actions = actionsOf(statement);
    if (!actions.some((action) => /^(ec2|iam):/.test(action)) || statement.Resource === '*') return [];
    return [...resourceChanges(statement), ...conditionChanges(statement)].map(([what, change]) => ({
      title: `${role}: ${actions.join(' ')}, ${what}`,
      actions,
      template: changed(template, { index, change }),
    }));
  });
}

function conditionChanges({ Condition = {} }: Statement): readonly Change[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, value]): readonly Change[] => {
      const { [key]: _, ...others } = keys;
      const and = (more: object) => (statement: Statement) => ({ ...statement, Condition: { ...Condition, ...more } });
      return [
        [`without ${key}`, and({ [operator]: others })],
        [`a region for ${key}`, and({ [operator]: { ...others, 'aws:RequestedRegion': 'eu-west-1' } })],
        [`${key} if it is there`, and({ [operator]: others, [`${operator}IfExists`]: { [key]: value } })],
        [`${key} of somebody else`, and({ [operator]: { ...others, [key]: 'else' } })],
        [`${key} of somebody else too`, and({ [operator]: { ...others, [key]: [...listOf(value), 'else'] } })],
      ];
    }),
  );
}

/** The last part of each resource's name becomes a star, where it is none. */
function resourceChanges({ Resource }: Statement): readonly Change[] {
  return listOf(Resource).flatMap((resource, index): readonly Change[] => {
    const text = JSON.stringify(resource);
    if (text.includes('/*')) return [];
    const kind = /:([a-z-]+)\//.exec(text)?.[1] ?? 'role';
    const any = listOf(Resource).with(index, `arn:aws:any:::${kind}/*`);
    return [[`any ${kind}`, (statement) => ({ ...statement, Resource: any })]];
  });
}

function changed(template: Template, { index, change }: { index: number; change: Change[1] }): Template {
  // By way of text: what several roles share is one object in a template that was read from files.
  const copy = JSON.parse(JSON.stringify(template)) as Template;
  const granted = grantsOf(copy).at(index);
  if (granted === undefined) throw new Error(`there is no right ${index}`);
  Object.assign(granted.statement, change(granted.statement));
  return copy;
}
