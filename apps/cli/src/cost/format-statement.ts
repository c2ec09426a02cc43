import { type Amounts, type Grouping, groupsOf } from '@smartscale/projections/ledger';
import { formatTable } from '../table.ts';
import { formatDecisions, formatSavings } from './format-decisions.ts';
import type { StatementView } from './read-statement.ts';

const RIGHT = [1, 2, 3, 4, 5];

/** The books of a month for people. */
export function formatStatement(view: StatementView, options: { readonly by: Grouping; readonly decisions: boolean }): string {
  const { lines, workers, usd, month, from, until, cluster, hours, unknown } = view;
  const rows = [
    ['', 'worker-hours', 'instances', 'disks', 'addresses', 'USD'],
    ...groupsOf(lines, options.by).map(({ name, ...amounts }) => rowOf(name, amounts)),
    rowOf('workers', workers),
    ...fixedRows(view),
    ['all of it', '', '', '', '', money(usd)],
  ];
  const paragraphs = [
    `${month} of cluster ${cluster}: ${shortTime(from)} to ${shortTime(until)} UTC, ${hours.toFixed(1)} hours, ${workers.spotHoursPercent.toFixed(0)} % of the worker-hours on Spot`,
    formatTable(rows, { right: RIGHT, indent: '  ' }),
    formatTable(comparisons(view), { right: [1, 2], indent: '  ' }),
    ...formatSavings(view.decisions),
    forecastLine(view),
    ...(options.decisions ? [formatDecisions(view.decisions)] : []),
    ...(unknown.length > 0 ? [['Not known:', ...unknown.map((what) => `  ${what}`)].join('\n')] : []),
    'By the second at the price of the time, at list price and without tax. Not in it: traffic, snapshots and logs of what runs on the workers.',
  ];
  return paragraphs.join('\n\n');
}

function rowOf(name: string, { hours, unknownHours, instanceUsd, diskUsd, addressUsd, usd }: Amounts): readonly string[] {
  const mark = unknownHours > 0 ? '+?' : '';
  return [name, hours.toFixed(1), `${money(instanceUsd)}${mark}`, money(diskUsd), money(addressUsd), `${money(usd)}${mark}`];
}

function fixedRows({ fixed }: StatementView): readonly (readonly string[])[] {
  const { serverInstance, serverDisk, serverAddress, serverZone, controlPlane } = fixed;
  const server = (serverInstance ?? 0) + serverDisk + serverAddress + serverZone;
  const instance = serverInstance === null ? '?' : money(serverInstance);
  return [
    ['server, with its zone', '', instance, money(serverDisk), money(serverAddress), money(server)],
    ['control plane', '', '', '', '', money(controlPlane)],
  ];
}

function comparisons({ staticFleet, onDemand }: StatementView): readonly (readonly string[])[] {
  const rows = [['against', 'USD', 'saved']];
  if (staticFleet) {
    const { workers, instanceType, usd, savedPercent } = staticFleet;
    rows.push([`${workers} x ${instanceType} all the time, On-Demand`, money(usd), percent(savedPercent)]);
  }
  rows.push(['the same hours, all On-Demand', money(onDemand.usd), percent(onDemand.savedPercent)]);
  return rows;
}

function forecastLine({ month, forecast }: StatementView): string {
  if (forecast.kind === 'none') return `No forecast of ${month}: ${forecast.because}.`;
  const lacks = forecast.unknownHours > 0 ? ', without what is not known' : '';
  const days = forecast.days === 1 ? 'day' : `${forecast.days} days`;
  return `All of ${month} will cost ${money(forecast.usd)} USD if its rest is as the last ${days} were, over and over${lacks}.`;
}

function money(usd: number): string {
  return usd.toFixed(2);
}

function percent(value: number): string {
  return `${value.toFixed(0)} %`;
}

function shortTime(timestamp: string): string {
  return timestamp.slice(0, 16).replace('T', ' ');
}
