/**
 * What EC2 gives a Spot instance between the notice and its end, in seconds.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
 */
export const INTERRUPTION_SECONDS = 120;

/** For how long after a rebalance recommendation an interruption is expected, in seconds. EC2 names no time; most come to nothing. */
export const REBALANCE_SECONDS = 1_200;
