/**
 * What EC2 gives a Spot instance between the notice and its end, in seconds.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
 */
export const INTERRUPTION_SECONDS = 120;
