import { styleText } from 'node:util';
import type { TortureResult } from '@smartscale/simulator';
import { formatTable } from '../table.ts';

const SHOWN_FAILURES = 20;

type Document = Omit<TortureResult, 'failures'> & {
  readonly failures: readonly {
    readonly seed: number;
    readonly invariant: string;
    readonly at: string;
    readonly detail: string;
  }[];
  readonly asked: number;
  readonly seconds: number;
  readonly daysPerCoreHour: number;
};

/** What a torture came to, for a terminal. */
export function formatTorture(result: Document): string {
  const { seeds, asked, days, events, seconds, daysPerCoreHour, faultsInjected, faultsByKind, failures } = result;
  const kinds = Object.entries(faultsByKind)
    .filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one);
  const table = formatTable([
    ['seeds', asked === seeds ? String(seeds) : `${seeds} of ${asked}`],
    ['days', `${days} hostile ones, ${events} events`],
    ['faults', `${faultsInjected} struck`],
    ...kinds.map(([kind, count]) => [`  ${kind}`, String(count)]),
    ['speed', `${seconds} s, ${daysPerCoreHour} days per core-hour`],
  ]);
  if (seeds === 0) return `${table}\n${styleText('yellow', 'nothing was played')}`;
  if (failures.length === 0) return `${table}\n${styleText('green', 'every invariant held')}`;
  const rows = failures
    .slice(0, SHOWN_FAILURES)
    .map(({ seed, at, invariant, detail }) => `  seed ${seed}, ${at}: ${invariant}: ${detail}`);
  const failed = new Set(failures.map(({ seed }) => seed)).size;
  const [first] = failures;
  const hint = `tell it: smartscale torture --seed ${first?.seed} --verbose`;
  return [table, styleText('red', `an invariant was broken in ${failed} of ${seeds} seeds`), ...rows, hint].join('\n');
}
