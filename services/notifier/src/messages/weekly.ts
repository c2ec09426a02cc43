import type { WeeklyReport } from '@smartscale/projections/report';
import type { Fact, Message } from '../notice.ts';
import { counted } from './wording.ts';

/** "Week 2026-W47: 4.21 USD, 61% less than 5 x t3a.medium all the time". */
export function weekly(report: WeeklyReport): Message {
  const { week, books, recommendations } = report;
  const { staticFleet, onDemand } = books;
  const otherwise = staticFleet
    ? `${percent(staticFleet.savedPercent)} less than ${staticFleet.workers} x ${staticFleet.instanceType} all the time`
    : `${percent(onDemand.savedPercent)} less than all On-Demand`;
  return {
    severity: 'info',
    title: `Week ${week}: ${usd(books.usd)}, ${otherwise}`,
    details: [...adviceIn(report), ...missingIn(report)].join('\n'),
    facts: [
      ...factsOf(report),
      { name: 'Advice', value: recommendations.length === 0 ? 'none' : String(recommendations.length) },
    ],
  };
}

function adviceIn({ recommendations }: WeeklyReport): readonly string[] {
  if (recommendations.length === 0) return ['Nothing in this week asks for a change of the policy.'];
  return recommendations.flatMap(({ because, change, evidence }) => [
    `• ${because}. *${change}*`,
    ...(evidence.length > 0 ? [`   ${evidence.join('; ')}`] : []),
  ]);
}

function missingIn({ unknown }: WeeklyReport): readonly string[] {
  return unknown.length === 0 ? [] : [`Not known: ${unknown.join('; ')}.`];
}

function factsOf({ books, decided, spot, machines, forecast }: WeeklyReport): readonly Fact[] {
  const interruptions = Object.values(machines.types).reduce((sum, type) => sum + type.interruptions, 0);
  const best = forecast.accuracies[0];
  return [
    { name: 'All On-Demand', value: `${usd(books.onDemand.usd)}, ${percent(books.onDemand.savedPercent)} saved` },
    { name: 'Workers', value: `${decided.meanWorkers.toFixed(1)} on average, ${decided.fewest} to ${decided.most}` },
    { name: 'Changes', value: `${decided.ups} up, ${decided.downs} down` },
    ...(spot
      ? [{ name: 'Spot above the base', value: `${percent(spot.percentAboveBase)} of ${percent(spot.targetPercent)}` }]
      : []),
    { name: 'Taken back by EC2', value: counted(interruptions, 'worker') },
    ...(best ? [{ name: 'Best forecast', value: `${best.forecaster}, ${percent(best.coveredPercent)} within its band` }] : []),
  ];
}

function usd(amount: number): string {
  return `${amount.toFixed(2)} USD`;
}

function percent(value: number): string {
  return `${value.toFixed(0)}%`;
}
