import type { Part } from './parts.ts';

/** USD for one unit of each part. */
export type PriceList = { readonly asOf: string; readonly usd: Readonly<Record<Part, number>> };

const MILLION = 1_000_000;

/** The same in both regions. */
const EVERYWHERE = {
  'lambda-requests': 0.2 / MILLION,
  /** Arm, first tier. */
  'lambda-seconds': 0.0000133334,
  'bus-events': 1 / MILLION,
  'archive-writes': 0.1,
  'schedule-calls': 1 / MILLION,
  'log-storage': 0.03,
  metrics: 0.3,
  'object-reads': 0.0004 / 1_000,
  'key-requests': 0.03 / 10_000,
  traces: 5 / MILLION,
  alarms: 0.1,
} as const;

/** Public list prices, on demand, without tax. docs/cost.md says where each is from. */
export const PRICE_LISTS = {
  'ap-south-1': {
    asOf: '2026-09-17',
    usd: {
      ...EVERYWHERE,
      'table-reads': 0.1425 / MILLION,
      'table-writes': 0.71 / MILLION,
      'table-storage': 0.285,
      'table-recovery': 0.228,
      'archive-storage': 0.025,
      'log-writes': 0.67,
    },
  },
  'us-east-1': {
    asOf: '2026-03-13',
    usd: {
      ...EVERYWHERE,
      'table-reads': 0.125 / MILLION,
      'table-writes': 0.625 / MILLION,
      'table-storage': 0.25,
      'table-recovery': 0.2,
      'archive-storage': 0.023,
      'log-writes': 0.5,
    },
  },
} as const satisfies Readonly<Record<string, PriceList>>;

export type PricedRegion = keyof typeof PRICE_LISTS;
