import { DescribeSpotInstanceRequestsCommand, type EC2Client, type SpotInstanceRequest } from '@aws-sdk/client-ec2';

/** EC2 has announced that it will take an instance. */
export type Interruption = {
  readonly instanceId: string;
  readonly zone: string | null;
  readonly action: 'terminate' | 'stop';
  /** When it was announced; epoch milliseconds. */
  readonly announcedAt: number;
};

/**
 * Status codes of a Spot request whose instance has its two minutes.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html
 */
const ACTIONS: Readonly<Record<string, Interruption['action']>> = {
  'marked-for-termination': 'terminate',
  'marked-for-stop': 'stop',
};

const MAX_PAGES = 10;

/** All instances of the account and region that are about to be taken. Rejects with what the SDK throws. */
export async function describeInterruptions(client: EC2Client): Promise<readonly Interruption[]> {
  const found: Interruption[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.send(
      new DescribeSpotInstanceRequestsCommand({
        Filters: [{ Name: 'status-code', Values: Object.keys(ACTIONS) }],
        MaxResults: 1_000,
        ...(NextToken && { NextToken }),
      }),
    );
    found.push(...(answer.SpotInstanceRequests ?? []).flatMap(interruptionOf));
    NextToken = answer.NextToken;
    if (!NextToken) return found;
  }
  return found;
}

/** Nothing for a request in another state: not every EC2 takes the filter's word. */
function interruptionOf({ InstanceId, LaunchedAvailabilityZone, Status }: SpotInstanceRequest): readonly Interruption[] {
  const action = ACTIONS[Status?.Code ?? ''];
  if (!InstanceId || !action || !Status?.UpdateTime) return [];
  return [{ instanceId: InstanceId, zone: LaunchedAvailabilityZone ?? null, action, announcedAt: Status.UpdateTime.getTime() }];
}
