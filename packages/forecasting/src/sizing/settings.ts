/** What the policy is told; `price` is the only choice in it. */
export type NewsvendorSettings = {
  /** Worker-hours that one worker-hour squeezed is worth: demand that lacks room to stay at 90 % of capacity. */
  readonly price: number;
  readonly min: number;
  readonly max: number;
  /** From launch to serving, as measured on this fleet. */
  readonly joinMinutes: number;
  /** How old a sample is when it is decided on. */
  readonly sampleAgeMinutes: number;
  /** Keep minutes above 90 % of capacity about as rare as a plain target of 70 % would, whatever the price says. */
  readonly keepCool?: boolean;
};
