import { Command, CommanderError } from 'commander';
import { secondsOf } from './load/arrivals.ts';
import { httpUrl, numberWithin, readRates } from './load/options.ts';
import { play } from './load/play.ts';
import type { Summary } from './load/tally.ts';

type Options = {
  readonly url: string;
  readonly trace: string;
  readonly peakPerSecond: number;
  readonly speed: number;
  readonly post: boolean;
  readonly for?: number;
  readonly timeout: number;
  readonly mostUnderWay: number;
  readonly json: boolean;
};

const SHOW_SECONDS = 5;

const program = new Command('demo-load')
  .description('Sends requests to an address at the pace of a trace, whether or not the answers keep up.')
  .requiredOption('--url <url>', 'where to, such as http://127.0.0.1:8080/work?cpuMilliseconds=50', httpUrl)
  .requiredOption('--trace <file>', 'CSV file (timestamp_iso,value; may be gzipped), as smartscale backtest reads it')
  .option(
    '--peak-per-second <requests>',
    "requests per second at the trace's usual peak (99.5th percentile)",
    numberWithin(0.01, 10_000),
    20,
  )
  .option('--speed <factor>', 'times as fast as it was measured: 60 plays an hour in a minute', numberWithin(0.01, 100_000), 60)
  .option('--post', 'POST instead of GET, as /jobs wants it', false)
  .option('--for <seconds>', 'end earlier than the trace does', numberWithin(0.1, 864_000))
  .option('--timeout <seconds>', 'for one answer', numberWithin(0.1, 300), 10)
  .option('--most-under-way <requests>', 'what is due beyond them is skipped, and counted', numberWithin(1, 10_000), 500)
  .option('--json', 'print one JSON document; progress goes to standard error', false)
  .addHelpText('after', '\nExit codes: 0 done, 1 nothing was answered, 2 wrong use or an unusable trace.')
  .exitOverride();

async function main(argv: readonly string[]): Promise<number> {
  const options = program.parse([...argv]).opts<Options>();
  const course = { demand: readRates(options.trace, options.peakPerSecond), speed: options.speed };
  const { url, for: seconds = null, timeout: timeoutSeconds, mostUnderWay } = options;
  console.error(
    `playing ${course.demand.name}: ${Math.round(Math.min(secondsOf(course), seconds ?? Number.POSITIVE_INFINITY))} s on ${url}`,
  );
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  const method = options.post ? 'POST' : 'GET';
  const shown = { atSeconds: 0 };
  const onProgress = (summary: Summary) => {
    if (summary.seconds - shown.atSeconds < SHOW_SECONDS) return;
    shown.atSeconds = summary.seconds;
    console.error(oneLine(summary));
  };
  const asked = { url, method, seconds, timeoutSeconds, mostUnderWay } as const;
  const result = await play({ ...course, ...asked, signal: ending.signal, onProgress });
  console.log(options.json ? JSON.stringify(result, null, 2) : oneLine(result));
  const nothing = Object.values(result.answered).every((count) => count === 0);
  if (nothing) console.error(`${url} answered nothing: does the application run there?`);
  return nothing ? 1 : 0;
}

function oneLine({ seconds, sent, answered, failed, skipped, latencyMilliseconds }: Summary): string {
  const answers = Object.entries(answered).filter(([, count]) => count > 0);
  const times = latencyMilliseconds === null ? '' : `; p50 ${latencyMilliseconds.p50} ms, p95 ${latencyMilliseconds.p95} ms`;
  const counts = [...answers.map(([status, count]) => `${count} ${status}`), `${failed} failed`, `${skipped} skipped`];
  return `${seconds.toFixed(0)} s: ${sent} sent, ${counts.join(', ')}${times}`;
}

try {
  process.exitCode = await main(process.argv);
} catch (error) {
  // commander has said what is wrong.
  if (!(error instanceof CommanderError)) console.error(`demo-load: ${(error as Error).message}`);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}
