export type { Activity } from './activity.ts';
export { type BillLine, DAYS_PER_MONTH, type MonthlyBill, monthlyBill } from './bill.ts';
export { metricsOf } from './metrics-of.ts';
export { PARTS, type Part } from './parts.ts';
export { PRICE_LISTS, type PricedRegion, type PriceList } from './price-lists.ts';
export { SIMULATED_MONTH } from './simulated-month.ts';
export {
  ALARMS,
  type BilledFunction,
  INVOCATION_USAGE,
  type InvocationUsage,
  MEMORY_MEGABYTES,
  PLATFORM_LOG_BYTES,
} from './usage.ts';
