import {
  type _InstanceType,
  DescribeAvailabilityZonesCommand,
  DescribeInstanceTypesCommand,
  DescribeVpcsCommand,
  paginateDescribeInstanceTypeOfferings,
} from '@aws-sdk/client-ec2';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Identity } from '../before/credentials.ts';
import type { Offered } from '../before/offerings.ts';
import { SERVICE_LINKED_ROLES } from '../before/service-linked-roles.ts';
import type { RegionZones } from '../before/zones.ts';
import { isWithoutCredentials, NotAskedError } from '../why-not-asked.ts';
import type { AwsClients } from './aws-clients.ts';

/** What an account has and may, whether or not anything of ours is in it. */
export async function readIdentity({ sts }: AwsClients): Promise<Identity> {
  try {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { account: Account, arn: Arn };
  } catch (error) {
    if (isWithoutCredentials(error)) return null;
    throw error;
  }
}

export async function readZones({ ec2 }: AwsClients): Promise<RegionZones> {
  const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
  const available = AvailabilityZones.filter(
    ({ State, ZoneType }) => State === 'available' && (ZoneType ?? 'availability-zone') === 'availability-zone',
  );
  return { region: await ec2.config.region(), available: available.flatMap(({ ZoneName }) => ZoneName ?? []).sort() };
}

export async function readOfferings({ ec2 }: AwsClients, instanceTypes: readonly string[]): Promise<readonly Offered[]> {
  const pages = paginateDescribeInstanceTypeOfferings(
    { client: ec2 },
    { LocationType: 'availability-zone', Filters: [{ Name: 'instance-type', Values: [...instanceTypes] }] },
  );
  const found: Offered[] = [];
  for await (const { InstanceTypeOfferings = [] } of pages) {
    found.push(
      ...InstanceTypeOfferings.map(({ InstanceType = '', Location = '' }) => ({ instanceType: InstanceType, zone: Location })),
    );
  }
  return found;
}

/** vCPUs by type. A type that EC2 does not know fails the whole call, as it fails a launch. */
export async function readVcpus(
  { ec2 }: AwsClients,
  instanceTypes: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const asked = [...new Set(instanceTypes)] as _InstanceType[];
  const { InstanceTypes = [] } = await ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: asked }));
  return Object.fromEntries(
    InstanceTypes.map(({ InstanceType = '', VCpuInfo }) => [InstanceType, VCpuInfo?.DefaultVCpus ?? 0]),
  );
}

/** The quota of this account and region; AWS's default where it was never touched. */
export async function readQuota({ quotas }: AwsClients, serviceCode: string, quotaCode: string): Promise<number> {
  const asked = { ServiceCode: serviceCode, QuotaCode: quotaCode };
  const { Quota } = await quotas.send(new GetServiceQuotaCommand(asked)).catch((error: unknown) => {
    if ((error as Error).name !== 'NoSuchResourceException') throw error;
    return quotas.send(new GetAWSDefaultServiceQuotaCommand(asked));
  });
  if (Quota?.Value === undefined)
    throw new NotAskedError(
      `Service Quotas does not say ${serviceCode} ${quotaCode}`,
      'see it in the console of Service Quotas',
    );
  return Quota.Value;
}

export async function readServiceLinkedRoles({ iam }: AwsClients): Promise<readonly string[]> {
  const found = await Promise.all(
    SERVICE_LINKED_ROLES.map(async ({ role }) => {
      try {
        await iam.send(new GetRoleCommand({ RoleName: role }));
        return [role];
      } catch (error) {
        if (/^NoSuchEntity/.test((error as Error).name)) return [];
        throw error;
      }
    }),
  );
  return found.flat();
}

export async function readConcurrency({
  lambda,
}: AwsClients): Promise<{ readonly limit: number; readonly unreserved: number }> {
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved } = AccountLimit ?? {};
  if (limit === undefined || unreserved === undefined)
    throw new NotAskedError('Lambda does not say its limits', 'aws lambda get-account-settings');
  return { limit, unreserved };
}

export async function countVpcs({ ec2 }: AwsClients): Promise<number> {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  return Vpcs.length;
}
