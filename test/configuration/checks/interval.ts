import { parseSchedule } from '../../../packages/runtime/src/schedule/expression.ts';
import type { DeclaredFunction } from '../load-stack.ts';

/** serverless.yml knows no arithmetic, so a function that must know its interval is told it beside its schedule. What of the two differs. */
export function intervalFindings({ environment, events = [] }: DeclaredFunction): readonly string[] {
  const told = environment?.['INTERVAL_SECONDS'];
  if (told === undefined) return [];
  const rates = events.flatMap(({ schedule }) => (schedule as { rate?: readonly string[] } | undefined)?.rate ?? []);
  return rates
    .filter((rate) => secondsBetweenFirings(rate) !== Number(told))
    .map((rate) => `is told INTERVAL_SECONDS ${String(told)} and is called at ${rate}`);
}

function secondsBetweenFirings(rate: string): number {
  const { firstAt } = parseSchedule(rate);
  const first = firstAt(0);
  return (firstAt(first + 1) - first) / 1_000;
}
