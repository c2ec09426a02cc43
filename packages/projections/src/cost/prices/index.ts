export { HOURS_PER_PRICED_MONTH, MACHINE_PRICES, type MachinePrices } from './machine-prices.ts';
export { ON_DEMAND_PRICES } from './on-demand-prices.ts';
export { regionOf } from './region-of.ts';
