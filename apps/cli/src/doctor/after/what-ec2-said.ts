/** What to do about an answer of EC2 that keeps workers from being launched. */
export function remedyFor(code: string): string {
  return (
    REMEDIES.find(([pattern]) => pattern.test(code))?.[1] ??
    `look the code ${code} up in the EC2 API's list of errors, and into the log of the capacity-manager`
  );
}

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /^(Insufficient|Unfulfillable|SpotMaxPriceTooLow)/,
    'it passes by itself; more placement.instanceTypes and zones make it rarer',
  ],
  [/^MaxSpotInstanceCountExceeded$/, 'raise the Spot quota: "smartscale doctor --before" has the command'],
  [/LimitExceeded$/, 'raise the quota ("smartscale doctor --before" has the command); RequestLimitExceeded passes by itself'],
  [/ServiceLinkedRole/, 'aws iam create-service-linked-role --aws-service-name spot.amazonaws.com'],
  [
    /^(UnauthorizedOperation|AccessDenied|AuthFailure)/,
    'the capacity-manager lacks a right: deploy again, and see whether a policy of your organisation denies it',
  ],
  [/^InvalidLaunchTemplate/, 'the launch template is gone: deploy infra/cluster again'],
  [/^InvalidSubnet/, 'a subnet is gone: deploy infra/network and the capacity-manager again'],
];
