/** What a machine costs beside its instance, and the zone record of the server. USD. */
export type MachinePrices = {
  readonly gp3PerGbMonth: number;
  readonly publicIpv4PerHour: number;
  readonly hostedZonePerMonth: number;
};

/** AWS bills a GB-month by the second of a month of 30 days, as its own examples do: https://aws.amazon.com/ebs/pricing/ */
export const HOURS_PER_PRICED_MONTH = 720;

/**
 * gp3 by region: AWS price list as known in 2025. Public IPv4: every region alike since 2024-02-01
 * (https://aws.amazon.com/blogs/aws/new-aws-public-ipv4-address-charge-public-ip-insights/). Hosted zone: one of an account's first 25
 * (https://aws.amazon.com/route53/pricing/). docs/cost.md says what was seen and what was not.
 */
export const MACHINE_PRICES: Readonly<Record<string, MachinePrices>> = {
  'ap-south-1': { gp3PerGbMonth: 0.0912, publicIpv4PerHour: 0.005, hostedZonePerMonth: 0.5 },
  'us-east-1': { gp3PerGbMonth: 0.08, publicIpv4PerHour: 0.005, hostedZonePerMonth: 0.5 },
};
