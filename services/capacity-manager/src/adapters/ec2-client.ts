import { EC2Client } from '@aws-sdk/client-ec2';

/** Three attempts of at most 10 seconds: half of the time for which a launch is claimed, so that no call outlives the claim. */
const MAX_ATTEMPTS = 3;
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true };

/** The client that launches go through. `region`: the environment's when left out; `useDualStack`: over IPv6, from a VPC without NAT. */
export function createEc2Client(options: { readonly region?: string; readonly useDualStack?: boolean }): EC2Client {
  const { region, useDualStack = false } = options;
  return new EC2Client({
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: TIMEOUTS,
    useDualstackEndpoint: useDualStack,
    ...(region !== undefined && { region }),
  });
}
