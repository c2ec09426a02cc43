import { ASSUMPTIONS, type PlanRow } from '@smartscale/projections/first-plan';
import { formatTable } from '../table.ts';

/** The table that promised the savings, made again, and what it lacks. */
export function formatFirstPlan(rows: readonly PlanRow[]): string {
  const { instanceType, region, hours } = ASSUMPTIONS;
  const head = ['USD a month', 'workers', 'on average', 'server', 'Lambda', 'DynamoDB', 'total', 'saved'];
  const promised = rows.map((row) => [
    row.name,
    row.workersByAssumptions.toFixed(1),
    row.averageWorkers.toFixed(1),
    ...[row.server, row.lambda, row.dynamoDb, row.total].map(String),
    percent(row.savedPercent),
  ]);
  const should = rows.map((row) => [
    row.name,
    row.workersByItsRule.toFixed(1),
    row.disksAndAddresses.toFixed(1),
    row.whole.toFixed(1),
    percent(row.wholeSavedPercent),
  ]);
  return [
    `As promised: ${instanceType} in ${region}, ${hours} hours, 70 % of all workers on Spot at a third of the price where there is Spot`,
    formatTable([head, ...promised], { right: [1, 2, 3, 4, 5, 6, 7], indent: '  ' }),
    'By its own rule, which keeps the first two workers On-Demand, and with 20 GB of gp3 and a public address for each machine',
    formatTable([['USD a month', 'workers', 'disks, addresses', 'total', 'saved'], ...should], {
      right: [1, 2, 3, 4],
      indent: '  ',
    }),
    'docs/cost.md says what is wrong with it.',
  ].join('\n\n');
}

function percent(value: number): string {
  return `${value.toFixed(0)} %`;
}
