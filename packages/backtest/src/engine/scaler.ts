/** What a policy is shown at an evaluation. It never sees what is still to come. */
export type Observation = {
  readonly minute: number;
  /** Demand in workers by the newest sample. */
  readonly demand: number;
  readonly serving: number;
  readonly coming: number;
};

/** A policy at work on one trace: asked at every evaluation, in order, for a number of workers. It may remember. */
export type Scaler = (observation: Observation) => number;
