import { type Activity, type BillLine, type MonthlyBill, PARTS } from '@smartscale/projections/control-plane';
import { formatTable } from '../table.ts';

export type BillView = {
  readonly region: string;
  readonly pricesAsOf: string;
  /** Where the activity is from. */
  readonly basis: string;
  readonly activity: Activity;
  readonly bill: MonthlyBill;
};

/** A month of the control plane, what costs most first. */
export function formatBill({ region, pricesAsOf, basis, activity, bill }: BillView): string {
  const lines = bill.lines.filter(({ quantity }) => quantity > 0).toSorted((a, b) => b.usd - a.usd);
  const rows = [
    ['', 'a month', '', 'USD', 'above the free tier'],
    ...lines.map(rowOf),
    ['control plane', '', '', usd(bill.usd), usd(bill.usdAboveFree)],
    rowOf(bill.alarms),
  ];
  const invocations = Object.entries(activity.invocations).toSorted(([, a], [, b]) => b - a);
  const perMonth = 30 / activity.days;
  return [
    `The control plane of one cluster, a month of 30 days in ${region}, at the list prices of ${pricesAsOf}, by ${basis}`,
    '',
    formatTable(rows, { right: [1, 3, 4], indent: '  ' }),
    '',
    'Invocations a month',
    '',
    formatTable(
      invocations.map(([name, count]) => [name, whole(count * perMonth)]),
      { right: [1], indent: '  ' },
    ),
    '',
    'Requests are counted; the time that Lambda bills is assumed (docs/cost.md). The free tier is one for all that runs in an account.',
    'Not in it: the K3s server, workers, their disks and addresses.',
  ].join('\n');
}

function rowOf({ part, quantity, usd: cost, usdAboveFree }: BillLine): readonly string[] {
  const { label, unit } = PARTS[part];
  return [label, quantity < 10 ? quantity.toFixed(2) : whole(quantity), unit, usd(cost), usd(usdAboveFree)];
}

function usd(value: number): string {
  return value.toFixed(3);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
