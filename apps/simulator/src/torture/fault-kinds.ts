type Range = readonly [least: number, most: number];

export type FaultKindFacts = {
  /** What one strike of it is. */
  readonly says: string;
  /** How long it lasts. */
  readonly minutes: Range;
  /** Share of the calls or deliveries that it strikes. */
  readonly percent?: Range;
  /** How much of it: seconds, instances, pods. */
  readonly amount?: Range;
  readonly variants?: readonly string[];
  /** What must be done by a time cannot be asked for while it lasts. */
  readonly hinders: boolean;
};

const kinds = {
  duplicates: { says: 'a delivery came twice', minutes: [5, 180], percent: [10, 60], hinders: false },
  delays: { says: 'a delivery was overtaken', minutes: [5, 90], percent: [10, 60], amount: [5, 240], hinders: true },
  crashes: { says: 'a function died between two steps', minutes: [5, 90], percent: [5, 50], hinders: true },
  'ec2-errors': {
    says: 'an EC2 call failed',
    ...{ minutes: [2, 40], percent: [10, 100], variants: ['throttled', 'failed', 'answer-lost'], hinders: true },
  },
  'ec2-slow': { says: 'an EC2 call took long', minutes: [2, 40], amount: [2, 40], hinders: true },
  'capacity-errors': {
    says: 'an offering had no capacity',
    ...{ minutes: [10, 120], percent: [20, 100], variants: ['spot', 'on-demand', 'both'], hinders: true },
  },
  interruptions: {
    says: 'a Spot instance was taken back',
    ...{ minutes: [1, 20], amount: [1, 8], variants: ['announced', 'sudden'], hinders: false },
  },
  'false-alarms': { says: 'a rebalance recommendation came to nothing', minutes: [1, 30], amount: [1, 4], hinders: false },
  'zone-loss': { says: 'a zone was lost with all in it', minutes: [10, 180], amount: [0, 2], hinders: true },
  prometheus: {
    says: 'Prometheus failed to answer, or lied',
    ...{ minutes: [3, 60], variants: ['silent', 'error', 'stale', 'partial', 'lying-low', 'lying-high'], hinders: false },
  },
  'api-errors': {
    says: 'a call to the K3s API failed',
    ...{ minutes: [2, 40], percent: [10, 100], hinders: true },
    variants: ['throttled', 'failed', 'timeout', 'unreachable', 'answer-lost', 'blocked'],
  },
  'api-slow': { says: 'a call to the K3s API took long', minutes: [2, 40], amount: [1, 20], hinders: true },
  'stubborn-budgets': { says: 'a disruption budget allowed nothing', minutes: [20, 240], amount: [1, 6], hinders: false },
  'do-not-disrupt': { says: 'pods were marked do-not-disrupt', minutes: [20, 240], amount: [1, 5], hinders: false },
  'no-joins': {
    says: 'an instance did not join, or late',
    ...{ minutes: [5, 60], percent: [30, 100], variants: ['never', 'late'], hinders: true },
  },
  'not-ready': { says: 'a node went NotReady for a while', minutes: [1, 30], amount: [1, 3], hinders: true },
  kills: { says: 'somebody terminated an instance by hand', minutes: [1, 5], amount: [1, 3], hinders: false },
  strangers: { says: 'somebody launched an instance with our tag', minutes: [1, 5], amount: [1, 2], hinders: false },
  'clock-steps': {
    says: "the services' clock was wrong",
    ...{ minutes: [3, 60], amount: [5, 50], variants: ['ahead', 'behind'], hinders: true },
  },
  'policy-changes': {
    says: 'another policy was adopted',
    ...{
      minutes: [1, 1],
      variants: [
        'smaller',
        'larger',
        'more-base',
        'no-spot',
        'all-spot',
        'zone-shifted',
        'by-price',
        'by-price-in-shadow',
        'default',
      ],
    },
    hinders: false,
  },
  'store-conflicts': { says: 'an append met a conflict', minutes: [5, 90], percent: [10, 50], hinders: false },
  'store-errors': {
    says: 'a call to the store failed',
    ...{ minutes: [1, 20], percent: [3, 60], variants: ['refused', 'answer-lost'], hinders: true },
  },
  'publish-failures': { says: 'the bus refused an event', minutes: [1, 20], percent: [10, 100], hinders: true },
  'messenger-failures': {
    says: 'a notice could not be sent',
    ...{ minutes: [5, 90], percent: [30, 100], variants: ['limited', 'failed', 'refused'], hinders: false },
  },
} as const satisfies Record<string, FaultKindFacts>;

export type FaultKind = keyof typeof kinds;

/** What torture sets against a fleet. */
export const FAULT_KINDS: Readonly<Record<FaultKind, FaultKindFacts>> = kinds;
export const ALL_FAULT_KINDS = Object.keys(kinds) as readonly FaultKind[];
