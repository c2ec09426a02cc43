import type { Policy } from '@smartscale/events';
import { failed, type Judgement, ok, warning } from '../finding.ts';

/** All Standard (A, C, D, H, I, M, R, T, Z) instances: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html */
export const SPOT_QUOTA = 'L-34B43A08';
export const ON_DEMAND_QUOTA = 'L-1216C47A';
const STANDARD_FAMILY = /^[acdhimrtz]\d/;

/** Spot workers that an account should have room for, whatever the policy asks today. */
const EXPECTED_SPOT_WORKERS = 10;

export type QuotaFacts = {
  readonly limitVcpus: number;
  readonly policy: Policy;
  /** Of each type of the policy. */
  readonly vcpus: Readonly<Record<string, number>>;
};

/** A short Spot quota costs money, not workers: what it refuses is launched On-Demand. Without any, Spot is never used. */
export function judgeSpotQuota({ limitVcpus, policy, vcpus }: QuotaFacts): Judgement {
  const { smallest, largest } = sizesOf(policy, vcpus);
  const wanted = maxSpotWorkers(policy);
  const has = `${limitVcpus} vCPUs of Spot`;
  if (wanted === 0) return ok(`${has}; the policy uses none`);
  if (limitVcpus < smallest) {
    return failed(
      `${has}: not one worker; the policy's maximum has ${wanted} on Spot`,
      raise(SPOT_QUOTA, EXPECTED_SPOT_WORKERS * largest),
    );
  }
  const needed = Math.max(wanted * largest, EXPECTED_SPOT_WORKERS * smallest);
  if (limitVcpus >= needed) return ok(`${has}, of which the policy's maximum needs ${wanted * largest}`);
  return warning(
    `${has}, room for ${Math.floor(limitVcpus / largest)} to ${Math.floor(limitVcpus / smallest)} workers: ` +
      `${wanted} of the policy's maximum are on Spot, and room for ${EXPECTED_SPOT_WORKERS} is asked for; beyond it On-Demand is launched`,
    raise(SPOT_QUOTA, Math.max(needed, EXPECTED_SPOT_WORKERS * largest)),
  );
}

/** On-Demand carries the server, the smallest fleet, and whatever Spot cannot give. */
export function judgeOnDemandQuota(facts: QuotaFacts & { readonly serverVcpus: number }): Judgement {
  const { limitVcpus, policy, vcpus, serverVcpus } = facts;
  const { smallest, largest } = sizesOf(policy, vcpus);
  const { min, max } = policy.workers;
  const has = `${limitVcpus} vCPUs On-Demand`;
  const least = serverVcpus + Math.max(min, 1) * smallest;
  const everything = serverVcpus + max * largest;
  const raised = raise(ON_DEMAND_QUOTA, everything);
  if (limitVcpus < least) return failed(`${has}: the server and ${min} workers need ${least}`, raised);
  const ofMix = serverVcpus + (max - maxSpotWorkers(policy)) * largest;
  if (limitVcpus < ofMix) return warning(`${has}: the server and the On-Demand part of ${max} workers need ${ofMix}`, raised);
  if (limitVcpus < everything) {
    return warning(`${has}: enough for the mix (${ofMix}), not for ${max} workers without Spot (${everything})`, raised);
  }
  return ok(`${has}: enough even without Spot (${everything})`);
}

/** Quotas of other families are others: these types cannot be judged here. */
export function typesOfOtherQuotas({ placement }: Policy): readonly string[] {
  return placement.instanceTypes.filter((type) => !STANDARD_FAMILY.test(type));
}

/** `types`: those of `typesOfOtherQuotas`. */
export function judgeOtherQuotas(types: readonly string[]): Judgement {
  return warning(
    `${types.join(', ')} count against quotas of their own, which are not looked at`,
    'see "Running On-Demand" and "Spot Instance Requests" in the console of Service Quotas',
  );
}

function maxSpotWorkers({ workers, mix }: Policy): number {
  return Math.round((Math.max(0, workers.max - mix.onDemandBase) * mix.spotPercentAboveBase) / 100);
}

function sizesOf(policy: Policy, vcpus: QuotaFacts['vcpus']): { readonly smallest: number; readonly largest: number } {
  const sizes = policy.placement.instanceTypes.flatMap((type) => vcpus[type] ?? []);
  return { smallest: Math.min(...sizes), largest: Math.max(...sizes) };
}

function raise(quota: string, vcpus: number): string {
  return `aws service-quotas request-service-quota-increase --service-code ec2 --quota-code ${quota} --desired-value ${vcpus}`;
}
