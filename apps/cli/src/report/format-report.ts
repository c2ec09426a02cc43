import type { WeeklyReport } from '@smartscale/projections/report';

/** The report of a week as Markdown. */
export function formatReport(report: WeeklyReport): string {
  const { cluster, week, from, until, unknown } = report;
  const parts = [
    `# ${cluster}, week ${week}`,
    `${shortTime(from)} to ${shortTime(until)} UTC`,
    '## Cost',
    costTable(report),
    '## Workers',
    workers(report),
    '## Forecast',
    forecast(report),
    '## Recommendations',
    recommendations(report),
    ...(unknown.length > 0 ? ['## Not known', unknown.map((what) => `- ${what}`).join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function costTable({ books }: WeeklyReport): string {
  const { workers: amounts, usd, staticFleet, onDemand } = books;
  const fixed = usd - amounts.usd;
  return markdownTable([
    ['', 'USD', 'saved'],
    [`workers, ${amounts.hours.toFixed(1)} hours`, money(amounts.usd), ''],
    ['server and control plane', money(fixed), ''],
    ['**all of it**', `**${money(usd)}**`, ''],
    ...(staticFleet
      ? [
          [
            `${staticFleet.workers} x ${staticFleet.instanceType} all the time, On-Demand`,
            money(staticFleet.usd),
            percent(staticFleet.savedPercent),
          ],
        ]
      : []),
    ['the same hours, all On-Demand', money(onDemand.usd), percent(onDemand.savedPercent)],
  ]);
}

function workers({ decided, machines, spot, books }: WeeklyReport): string {
  const types = Object.entries(machines.types).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const lines = [
    `${decided.meanWorkers.toFixed(1)} on average, ${decided.fewest} to ${decided.most}; ${decided.ups} times up, ${decided.downs} times down.`,
    `${books.workers.spotHoursPercent.toFixed(0)} % of the worker-hours on Spot${spot ? `, ${spot.percentAboveBase.toFixed(0)} % of those above the On-Demand base, where ${spot.targetPercent} % are wanted` : ''}.`,
    `One worker less would have been enough for ${decided.idleHours.toFixed(1)} of ${decided.hours.toFixed(1)} hours.`,
  ];
  const table = markdownTable([
    ['type', 'launched', 'of it Spot', 'taken back', 'no Spot capacity', 'not joined', 'lost'],
    ...types.map(([name, type]) => [
      name,
      ...[type.launches, type.spotLaunches, type.interruptions, type.unavailable, type.joinTimeouts, type.losses].map(String),
    ]),
  ]);
  return types.length === 0 ? lines.join('\n') : `${lines.join('\n')}\n\n${table}`;
}

function forecast({ forecast: { mode, forecaster, because, accuracies } }: WeeklyReport): string {
  if (mode === 'none') return 'Nothing was foreseen.';
  const choice = `${mode === 'active' ? 'Active' : 'Watching'}: ${forecaster}, ${because}.`;
  if (accuracies.length === 0) return `${choice} Nothing has come due yet.`;
  const table = markdownTable([
    ['forecaster', 'pinball loss, workers', 'within the band (80 % is right)', 'worker-hours too many', 'too few'],
    ...accuracies.map((each) => [
      each.forecaster,
      each.pinballLoss.toFixed(3),
      percent(each.coveredPercent),
      each.overProvisionedWorkerHours.toFixed(1),
      each.underProvisionedWorkerHours.toFixed(1),
    ]),
  ]);
  return `${choice}\n\n${table}`;
}

function recommendations(report: WeeklyReport): string {
  if (report.recommendations.length === 0) return 'Nothing in this week asks for a change of the policy.';
  return report.recommendations
    .map(({ because, change, evidence }) =>
      [`- ${because}.`, `  **${change}**`, ...evidence.map((line) => `  - ${line}`)].join('\n'),
    )
    .join('\n');
}

function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map((_, column) => (column === 0 ? '---|' : '---:|')).join('')}`, ...body.map(line)].join('\n');
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
