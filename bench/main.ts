import { parseArgs } from 'node:util';
import { formatTable } from '../apps/cli/src/table.ts';
import { type Figure, failing, type Measure } from './measure.ts';
import { append } from './measures/append.ts';
import { backtests } from './measures/backtest.ts';
import { bundles } from './measures/bundles.ts';
import { forecastFunction } from './measures/forecast-function.ts';
import { forecasts } from './measures/forecasts.ts';
import { notice } from './measures/notice.ts';
import { rebuild } from './measures/rebuild.ts';
import { starts } from './measures/starts.ts';
import { year } from './measures/year.ts';

const MEASURES: readonly Measure[] = [rebuild, append, bundles, starts, notice, year, backtests, forecasts, forecastFunction];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`usage: npm run bench -- [--quick] [--json] [${MEASURES.map(({ name }) => name).join('|')} ...]\n`);
} else {
  process.exitCode = await runBenches();
}

async function runBenches(): Promise<number> {
  const unknown = positionals.filter((name) => !MEASURES.some((measure) => measure.name === name));
  if (unknown.length > 0) {
    process.stderr.write(`no such bench: ${unknown.join(', ')}; there are ${MEASURES.map(({ name }) => name).join(', ')}\n`);
    return 2;
  }
  const figures: Figure[] = [];
  const skipped: string[] = [];
  for (const measure of MEASURES.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
    const missing = measure.missing?.();
    if (missing !== undefined) {
      skipped.push(`${measure.name}: ${missing}`);
      continue;
    }
    process.stderr.write(`${measure.name} ...\n`);
    figures.push(...(await measure.run({ quick: values.quick })));
  }
  process.stdout.write(
    values.json ? `${JSON.stringify({ quick: values.quick, figures, skipped }, null, 2)}\n` : `${format(figures, skipped)}\n`,
  );
  if (skipped.length > 0 && process.env['SMARTSCALE_REQUIRE_PEERS'] === '1') return 1;
  return failing(figures, values).length > 0 ? 1 : 0;
}

function format(figures: readonly Figure[], skipped: readonly string[]): string {
  const rows = figures.map(({ name, value, unit, against, goal, holds }) => [
    name,
    `${value}`,
    unit,
    against,
    goal,
    holds ? 'yes' : 'NO',
  ]);
  const table = formatTable([['figure', 'value', 'unit', 'against', 'goal', 'holds'], ...rows], { right: [1] });
  const notes = skipped.map((line) => `not measured, ${line}`);
  return [table, ...notes].join('\n');
}
