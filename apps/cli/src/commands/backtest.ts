import { writeFileSync } from 'node:fs';
import { type BacktestOptions, backtest, CONTENDER_NAMES } from '@smartscale/backtest';
import { type Demand, demandFromTrace, type Trace } from '@smartscale/backtest/traces';
import { TRACE_ASSUMPTIONS } from '@smartscale/simulator';
import { Command } from 'commander';
import { drawChart } from '../backtest/chart.ts';
import { contendersOf } from '../backtest/contenders.ts';
import { formatAssumptions, formatBacktest, formatMeans, meanScores } from '../backtest/format-backtest.ts';
import { readPrometheusRange } from '../backtest/prometheus-range.ts';
import { drawInTerminal } from '../backtest/terminal-chart.ts';
import { lastWeekOf } from '../backtest/week.ts';
import { DEFAULT_INSTANCE_TYPE, type WorkerPrice, workerPriceOf } from '../backtest/worker-price.ts';
import { UsageError } from '../exit.ts';
import { parseMoment } from '../moment.ts';
import { parseNumber } from '../number-option.ts';
import { withJson } from '../options.ts';
import { type Output, processOutput, show } from '../output.ts';
import { readTrace, tellGaps } from '../read-demand.ts';

const MAX_WORKERS = 1_000;
/** What `--chart` is given for a picture in the terminal, and its width where that is not known. */
const TERMINAL = '-';
const TERMINAL_COLUMNS = 100;
const MAX_SAMPLE_AGE_SECONDS = 600;

type Options = {
  readonly trace: readonly string[];
  readonly policy: readonly string[];
  readonly prometheus?: string;
  readonly query?: string;
  readonly from?: string;
  readonly to?: string;
  readonly price: string;
  readonly priceTable?: string;
  readonly instanceType: string;
  readonly peakWorkers: string;
  readonly min: string;
  readonly max: string;
  readonly sampleAge: string;
  readonly chart?: string;
  readonly json: boolean;
};

export function backtestCommand(): Command {
  const several = (value: string, before: readonly string[]) => [...before, value];
  return withJson(new Command('backtest'))
    .description('policies side by side on a demand that was measured: cost, unserved demand, churn')
    .option(
      '--trace <trace>',
      'a CSV file (timestamp_iso,value; may be gzipped) or a shipped trace; repeat it for a mean',
      several,
      [],
    )
    .option('--prometheus <url>', 'take the demand from a Prometheus instead, with --query, --from and --to')
    .option('--query <promql>', 'what to take as demand, for example sum(rate(http_requests_total[2m]))')
    .option('--from <time>', 'begin of the range, ISO 8601')
    .option('--to <time>', 'its end')
    .option(
      '--policy <file or name>',
      `a policy file, played by the decision engine itself, or one of ${CONTENDER_NAMES.join(', ')}; may be repeated (default: all of these)`,
      several,
      [],
    )
    .option(
      '--price <worker-hours>',
      'what a squeezed worker-hour is worth in the figures; the scores are at 20 and 100',
      '100',
    )
    .option(
      '--price-table <file>',
      'CSV with instance_type, usd_per_hour and, for the Spot part of a policy file, spot_usd_per_hour (default: t3.medium On-Demand in ap-south-1)',
    )
    .option('--instance-type <type>', 'the type of the workers, for their price', DEFAULT_INSTANCE_TYPE)
    .option('--peak-workers <workers>', "workers that the trace's usual peak (99.5th percentile) needs", '6')
    .option('--min <workers>', 'fewest workers', '2')
    .option('--max <workers>', 'most workers', '10')
    .option('--sample-age <seconds>', 'age of the newest sample at an evaluation, in whole minutes', '0')
    .option(
      '--chart <file>',
      'draw the last week with the workers of the policies named first: as SVG into a file, or into the terminal with -',
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const output = processOutput(options.json);
  const settings = settingsOf(options, output);
  const traces = await tracesOf(options, output);
  if (options.chart !== undefined && traces.length !== 1) throw new UsageError('--chart draws one trace: name a single one');
  const demands = traces.map((trace) => demandOf(trace, settings));
  const results = demands.map((each) => backtest(each, settings));
  const [first, demand] = [results[0], demands[0]];
  if (first === undefined || demand === undefined) throw new UsageError('no trace was read');
  const picture = pictureOf(options.chart, demand, settings);
  const means = meanScores(results);
  const figures = results.length === 1 ? { ...first, gaps: traces[0]?.gaps } : { traces: results, mean: means };
  const document = { ...figures, ...(settings.assumptions.length > 0 && { assumptions: settings.assumptions }) };
  show(output, document, () => {
    const tables = results.map((result) => formatBacktest(result, settings));
    const mean = results.length > 1 ? [formatMeans(means, results.length)] : [];
    return [...picture, ...tables, ...mean, ...formatAssumptions(settings.assumptions)].join('\n\n');
  });
}

/** Draws what `--chart` asks for; what is for the terminal is to be shown. */
function pictureOf(chart: string | undefined, demand: Demand, settings: Settings): readonly string[] {
  if (chart === undefined) return [];
  const week = lastWeekOf(demand, settings);
  if (chart === TERMINAL) return [drawInTerminal(week, process.stdout.columns ?? TERMINAL_COLUMNS)];
  writeChart(chart, drawChart(week));
  return [];
}

type Settings = BacktestOptions & { readonly peakWorkers: number; readonly assumptions: readonly string[] };

function settingsOf(options: Options, output: Output): Settings {
  const workers = (name: '--min' | '--max', text: string) =>
    parseNumber(text, { name, min: name === '--min' ? 0 : 1, max: MAX_WORKERS, whole: true });
  const [min, max] = [workers('--min', options.min), workers('--max', options.max)];
  if (min > max) throw new UsageError(`--min ${min} is above --max ${max}`);
  const age = parseNumber(options.sampleAge, { name: '--sample-age', min: 0, max: MAX_SAMPLE_AGE_SECONDS, whole: true });
  if (age % 60 !== 0) throw new UsageError(`--sample-age takes whole minutes in seconds, such as 60, not ${age}`);
  const price = workerPriceOf(options.priceTable, options.instanceType);
  const { policies, isRehearsed } = contendersOf(options.policy, { min, max, price, warn: output.err });
  return {
    min,
    max,
    policies,
    assumptions: isRehearsed ? assumptionsOf(price) : [],
    price: parseNumber(options.price, { name: '--price', min: 0, max: 1e6 }),
    sampleAgeMinutes: age / 60,
    usdPerWorkerHour: price.onDemand,
    peakWorkers: parseNumber(options.peakWorkers, { name: '--peak-workers', min: 0.1, max: MAX_WORKERS }),
  };
}

/** What is taken for granted of policy files, beside what holds for all. */
function assumptionsOf({ isSpotKnown }: WorkerPrice): readonly string[] {
  const spot = isSpotKnown
    ? 'Spot costs what the table says'
    : 'Spot is taken at the On-Demand price, since no table says another';
  return [...TRACE_ASSUMPTIONS, `workers are Spot and On-Demand by the mix; ${spot}; all others are On-Demand`];
}

async function tracesOf(options: Options, output: Output): Promise<readonly Trace[]> {
  const { prometheus, query, from, to, trace } = options;
  if (prometheus === undefined) {
    if (trace.length === 0) throw new UsageError('name a trace with --trace, or a Prometheus with --prometheus');
    return trace.map((name) => readTrace(name, output.err));
  }
  if (trace.length > 0) throw new UsageError('--trace and --prometheus are two sources: choose one');
  if (query === undefined || from === undefined || to === undefined) {
    throw new UsageError('--prometheus needs --query, --from and --to');
  }
  const [fromSeconds, toSeconds] = [secondsOf(from), secondsOf(to)];
  if (fromSeconds >= toSeconds) throw new UsageError(`--from ${from} is not before --to ${to}`);
  const read = await readPrometheusRange({ url: prometheus, query, fromSeconds, toSeconds });
  tellGaps(read, output.err);
  return [read];
}

function secondsOf(text: string): number {
  return Math.floor(Date.parse(parseMoment(text)) / 1_000);
}

function demandOf(trace: Trace, { peakWorkers, max }: Settings): Demand {
  const [first = 0] = trace.values;
  if (first > 0 && trace.values.every((value) => value === first)) {
    throw new UsageError(
      `${trace.name}: every value is ${first}: there is nothing to scale by, any fleet of that size will do`,
    );
  }
  return demandFromTrace(trace, { peakWorkers, maxWorkers: max });
}

function writeChart(file: string, svg: string): void {
  try {
    writeFileSync(file, svg);
  } catch (cause) {
    throw new UsageError(`cannot write the chart ${file}: ${(cause as Error).message}`, { cause });
  }
}
