import type { Policy } from '@smartscale/events';
import { type Judgement, ok, together, warning } from '../finding.ts';

export type LinkedRole = { readonly role: string; readonly service: string };

/** The functions' own roles may not create these, so they must be there before the first launch. scripts/deploy-smartscale.sh makes them. */
export const SERVICE_LINKED_ROLES: readonly LinkedRole[] = [
  { role: 'AWSServiceRoleForEC2Spot', service: 'spot.amazonaws.com' },
  { role: 'AWSServiceRoleForEC2Fleet', service: 'ec2fleet.amazonaws.com' },
  { role: 'AWSServiceRoleForAutoScaling', service: 'autoscaling.amazonaws.com' },
];

export function judgeServiceLinkedRoles(present: readonly string[], policy: Policy): Judgement {
  const judged = SERVICE_LINKED_ROLES.map(({ role, service }) => {
    if (present.includes(role)) return ok(role);
    if (role === 'AWSServiceRoleForEC2Spot' && policy.mix.spotPercentAboveBase === 0) return ok(`${role} is not needed`);
    const command = `aws iam create-service-linked-role --aws-service-name ${service}`;
    return warning(`${role} is missing: launches need it, and scripts/deploy-smartscale.sh makes it`, command);
  });
  return together(judged) ?? ok('none is needed');
}
