import { failed, type Judgement, ok } from '../finding.ts';

/** VPCs per region: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
export const VPC_QUOTA = 'L-F678F1CE';

export type VpcFacts = { readonly limit: number; readonly used: number; readonly isDeployed: boolean };

/** One VPC is made; no Elastic IP address is. */
export function judgeVpcLimit({ limit, used, isDeployed }: VpcFacts): Judgement {
  const has = `${used} of ${limit} VPCs are used`;
  if (isDeployed) return ok(`${has}, ours among them`);
  if (used < limit) return ok(`${has}, one is needed`);
  return failed(
    `${has}: there is no room for ours`,
    `aws service-quotas request-service-quota-increase --service-code vpc --quota-code ${VPC_QUOTA} --desired-value ${limit + 1}`,
  );
}
