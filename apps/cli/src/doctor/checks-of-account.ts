import type { Policy } from '@smartscale/events';
import {
  countVpcs,
  readConcurrency,
  readIdentity,
  readOfferings,
  readQuota,
  readServiceLinkedRoles,
  readVcpus,
  readZones,
} from './adapters/account.ts';
import type { AwsClients } from './adapters/aws-clients.ts';
import { readStack } from './adapters/stacks.ts';
import { judgeCredentials } from './before/credentials.ts';
import { judgeLambdaConcurrency } from './before/lambda-concurrency.ts';
import { judgeVpcLimit, VPC_QUOTA } from './before/network-limits.ts';
import { judgeOfferings } from './before/offerings.ts';
import { judgeServiceLinkedRoles } from './before/service-linked-roles.ts';
import {
  judgeOnDemandQuota,
  judgeOtherQuotas,
  judgeSpotQuota,
  ON_DEMAND_QUOTA,
  type QuotaFacts,
  SPOT_QUOTA,
  typesOfOtherQuotas,
} from './before/vcpu-quotas.ts';
import { judgeZones } from './before/zones.ts';
import type { Check } from './check.ts';
import type { Judgement } from './finding.ts';

const PHASE = 'before';

type AccountOptions = {
  readonly aws: AwsClients;
  /** The policy that the account must be able to carry. */
  readonly policy: () => Promise<Policy>;
  /** Of the K3s server that is deployed; null when somebody else has made it. */
  readonly serverInstanceType: string | null;
};

/** What workers need of an account, whoever launches them. */
export function checksOfAccount({ aws, policy, serverInstanceType }: AccountOptions): readonly Check[] {
  const quota = async (code: string, judge: (facts: QuotaFacts & { readonly serverVcpus: number }) => Judgement) => {
    const wanted = await policy();
    const others = typesOfOtherQuotas(wanted);
    if (others.length > 0) return judgeOtherQuotas(others);
    const types = [...wanted.placement.instanceTypes, ...(serverInstanceType === null ? [] : [serverInstanceType])];
    const [limitVcpus, vcpus] = await Promise.all([readQuota(aws, 'ec2', code), readVcpus(aws, types)]);
    return judge({ limitVcpus, policy: wanted, vcpus, serverVcpus: vcpus[serverInstanceType ?? ''] ?? 0 });
  };
  return [
    {
      name: 'credentials',
      phase: PHASE,
      right: 'sts:GetCallerIdentity',
      judge: async () => judgeCredentials(await readIdentity(aws)),
    },
    {
      ...{ name: 'region and zones', phase: PHASE, right: 'ec2:DescribeAvailabilityZones' },
      judge: async () => judgeZones(await readZones(aws), await policy()),
    },
    {
      ...{ name: 'instance types', phase: PHASE, right: 'ec2:DescribeInstanceTypeOfferings' },
      async judge() {
        const wanted = await policy();
        return judgeOfferings(await readOfferings(aws, wanted.placement.instanceTypes), wanted);
      },
    },
    {
      ...{ name: 'Spot quota', phase: PHASE, right: 'servicequotas:GetServiceQuota and ec2:DescribeInstanceTypes' },
      judge: () => quota(SPOT_QUOTA, judgeSpotQuota),
    },
    {
      ...{ name: 'On-Demand quota', phase: PHASE, right: 'servicequotas:GetServiceQuota and ec2:DescribeInstanceTypes' },
      judge: () => quota(ON_DEMAND_QUOTA, judgeOnDemandQuota),
    },
    {
      ...{ name: 'service-linked roles', phase: PHASE, right: 'iam:GetRole' },
      judge: async () => judgeServiceLinkedRoles(await readServiceLinkedRoles(aws), await policy()),
    },
  ];
}

/** What the stacks need of an account. `networkStack` is the one with the VPC, which may be there already. */
export function checksOfLimits(
  aws: AwsClients,
  { functions, networkStack }: { readonly functions: number; readonly networkStack: string },
): readonly Check[] {
  return [
    {
      ...{ name: 'Lambda concurrency', phase: PHASE, right: 'lambda:GetAccountSettings' },
      judge: async () => judgeLambdaConcurrency({ ...(await readConcurrency(aws)), functions }),
    },
    {
      ...{
        name: 'VPC limit',
        phase: PHASE,
        right: 'servicequotas:GetServiceQuota, ec2:DescribeVpcs and cloudformation:DescribeStacks',
      },
      async judge() {
        const asked = [readQuota(aws, 'vpc', VPC_QUOTA), countVpcs(aws), readStack(aws, networkStack)] as const;
        const [limit, used, stack] = await Promise.all(asked);
        return judgeVpcLimit({ limit, used, isDeployed: stack.status !== null });
      },
    },
  ];
}
