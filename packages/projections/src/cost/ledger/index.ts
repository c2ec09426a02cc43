export { cheapestType, pricesSeen, type StaticFleet } from './counterfactuals.ts';
export { createLedgerFold } from './evolve.ts';
export type { FixedCosts } from './fixed-costs.ts';
export type { MonthForecast } from './forecast.ts';
export type { LedgerState } from './ledger-state.ts';
export { type Amounts, type Grouping, groupsOf, type Line } from './lines.ts';
export { monthOf, startOfMonth } from './month.ts';
export type { SettledDecision } from './sizing.ts';
export { type Statement, type StatementOptions, statementOf } from './statement.ts';
