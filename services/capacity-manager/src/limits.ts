/** After a drain's deadline whoever drains gets this long to record how it ended; then `reconcile` ends it. */
export const DRAIN_GRACE_SECONDS = 60;

/**
 * Whoever planned a launch has it to himself for this long: he begins no attempt later, and nobody else begins one earlier. Longer
 * than the slowest call to EC2 by far, and long enough for EC2's list to show an instance that was started before.
 */
export const LAUNCH_CLAIM_SECONDS = 60;

/** EC2's list is eventually consistent: an instance this young may be missing from it. */
export const LISTING_LAG_SECONDS = 60;

/** Between two repairs of the On-Demand base: as long as a launch may take, so that one that fails is not repeated at every sample. */
export const BASE_REPAIR_REST_SECONDS = 300;

/** The time for which a fleet must have been at rest before its Spot share is repaired: longer than both cooldowns of a fleet that still moves. */
export const SHARE_REPAIR_REST_SECONDS = 1_800;

/** When work on a worker's machine is this near, the worker goes even if nothing can be launched for it first: a join, a drain and the samples between. */
export const REPLACEMENT_NEAR_SECONDS = 1_800;

/** Work on a machine that was due so long ago has been done: a worker that still stands stays. */
export const REPLACEMENT_OVER_SECONDS = 3_600;

/** Launches and joins that fail in a zone before the zone is blamed: two may be one bad machine and one bad minute. */
export const ZONE_FAILURES = 3;

/** Workers that must be lost together before their zone is blamed: a single one may have been killed by hand. */
export const ZONE_LOST_WORKERS = 2;
export const ZONE_LOSS_SECONDS = 300;

/** A worker that joined this long ago and whose Node is gone from the cluster is no use to anybody. */
export const NODELESS_SECONDS = 600;
