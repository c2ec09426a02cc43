import { hash } from 'node:crypto';
import {
  type _InstanceType,
  CreateFleetCommand,
  type CreateFleetError,
  type CreateFleetInstance,
  type CreateFleetRequest,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import type { LaunchAnswer, LaunchRequest } from '../ports.ts';
import { computeError, fromSdk, isCapacityCode } from './ec2-errors.ts';
import { tagsOf } from './ec2-tags.ts';

const LAUNCH_TEMPLATE_ID = /^lt-[0-9a-f]+$/;

export type FleetSettings = {
  /** Its id or its name. IAM judges the fleet of a template that is called by its name by `launch-template/*`: where rights name the template, this is its id. */
  readonly launchTemplate: string;
  /** The subnet of each zone that workers may be launched in. */
  readonly subnetOfZone: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** One instance, now or not at all: a fleet of type `instant` in one zone over several instance types. */
export async function requestInstance(
  client: EC2Client,
  request: LaunchRequest,
  settings: FleetSettings,
): Promise<LaunchAnswer> {
  const subnetId = settings.subnetOfZone[request.zone];
  if (!subnetId) {
    const known = Object.keys(settings.subnetOfZone).join(', ');
    throw computeError('InvalidZone', `There is no worker subnet in ${request.zone}, only in ${known}. See WORKER_SUBNETS.`);
  }
  const command = new CreateFleetCommand(fleetOf(request, { subnetId, launchTemplate: settings.launchTemplate }));
  const answer = await client.send(command).catch((error: unknown) => {
    const problem = fromSdk(error);
    if (isCapacityCode(problem.code)) return { Errors: [{ ErrorCode: problem.code, ErrorMessage: problem.message }] };
    throw problem;
  });
  const instance = 'Instances' in answer ? answer.Instances?.find(({ InstanceIds }) => InstanceIds?.length) : undefined;
  return instance ? launched(instance, request, settings.now()) : unavailable(answer.Errors ?? []);
}

/** Also for tests: exactly what EC2 is asked for. */
export function fleetOf(
  request: LaunchRequest,
  { subnetId, launchTemplate }: { readonly subnetId: string; readonly launchTemplate: string },
): CreateFleetRequest {
  const { instanceTypes, capacityType } = request;
  return {
    Type: 'instant',
    ClientToken: clientTokenOf(request),
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: { ...templateOf(launchTemplate), Version: '$Latest' },
        Overrides: instanceTypes.map((type) => ({ InstanceType: type as _InstanceType, SubnetId: subnetId })),
      },
    ],
    TargetCapacitySpecification: { TotalTargetCapacity: 1, DefaultTargetCapacityType: capacityType },
    ...(capacityType === 'spot'
      ? { SpotOptions: { AllocationStrategy: 'price-capacity-optimized' } }
      : { OnDemandOptions: { AllocationStrategy: 'lowest-price' } }),
    TagSpecifications: (['instance', 'fleet'] as const).map((ResourceType) => ({ ResourceType, Tags: tagsOf(request) })),
  };
}

function templateOf(idOrName: string): { LaunchTemplateId: string } | { LaunchTemplateName: string } {
  return LAUNCH_TEMPLATE_ID.test(idOrName) ? { LaunchTemplateId: idOrName } : { LaunchTemplateName: idOrName };
}

/** EC2 answers a token that it knows with the first answer, a failure too: so each place that is tried has its own. 64 characters. */
function clientTokenOf({ launchId, zone, capacityType, instanceTypes }: LaunchRequest): string {
  return hash('sha256', [launchId, zone, capacityType, ...instanceTypes].join('\n'), 'hex');
}

function launched(fleet: CreateFleetInstance, request: LaunchRequest, now: number): LaunchAnswer {
  const { launchId, zone, capacityType, instanceTypes } = request;
  const instanceId = fleet.InstanceIds?.[0] ?? '';
  const instanceType = fleet.InstanceType ?? instanceTypes[0] ?? '';
  return {
    kind: 'launched',
    instance: { instanceId, launchId, zone, capacityType, instanceType, state: 'pending', launchedAt: now },
  };
}

/** A fleet without an instance tells why for each type. One reason that is not about capacity is the one that matters. */
function unavailable(errors: readonly CreateFleetError[]): LaunchAnswer {
  const reasons = errors.map(({ ErrorCode, ErrorMessage }) => ({
    code: ErrorCode ?? 'UnknownError',
    message: ErrorMessage ?? '',
  }));
  const reason = reasons.find(({ code }) => !isCapacityCode(code)) ?? reasons[0];
  if (!reason) throw computeError('EmptyAnswer', 'EC2 made a fleet with neither an instance nor an error.');
  if (!isCapacityCode(reason.code)) throw computeError(reason.code, reason.message);
  return { kind: 'unavailable', ...reason };
}
