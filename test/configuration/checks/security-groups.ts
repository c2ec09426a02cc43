import { listOf, resourcesOf, type Template } from '../template.ts';

/** Rules that admit an address instead of a group. */
export function openDoors(template: Template): readonly string[] {
  const groups = resourcesOf(template, 'AWS::EC2::SecurityGroup').flatMap(([id, { Properties }]) =>
    listOf(Properties?.['SecurityGroupIngress']).map((rule) => [id, rule] as const),
  );
  const apart = resourcesOf(template, 'AWS::EC2::SecurityGroupIngress').map(
    ([id, { Properties }]) => [id, Properties] as const,
  );
  return [...groups, ...apart]
    .filter(([, rule]) => (rule as { SourceSecurityGroupId?: unknown }).SourceSecurityGroupId === undefined)
    .map(([id, rule]) => `${id} admits ${JSON.stringify(rule)}`);
}
