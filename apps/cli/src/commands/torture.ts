import { availableParallelism } from 'node:os';
import { storyOf, type TortureResult, torture } from '@smartscale/simulator';
import { Command } from 'commander';
import { EXIT, UsageError } from '../exit.ts';
import { parseNumber } from '../number-option.ts';
import { withJson } from '../options.ts';
import { type Output, processOutput, show } from '../output.ts';
import { openProgress } from '../progress.ts';
import { type SeedChoice, seedsOf } from '../seeds-of.ts';
import { untilStopped } from '../until-stopped.ts';
import { formatStory } from '../view/format-story.ts';
import { formatTorture } from '../view/format-torture.ts';

const MAX_DAYS = 366;
const MAX_PARALLEL = 64;

type TortureOptions = SeedChoice & {
  readonly days: string;
  readonly parallel?: string;
  readonly verbose: boolean;
  readonly json: boolean;
};

export function tortureCommand(): Command {
  return withJson(new Command('torture'))
    .description('do the invariants hold in hostile worlds: seeded faults of every kind against the real services')
    .option('--seeds <range>', 'which seeds: A..B, both included (default: 1..50)')
    .option('--seed <seed>', 'one seed')
    .option('--fresh <count>', 'so many seeds that nobody has seen before; they are printed')
    .option('--days <days>', 'hostile days of each seed; some hours of calm follow', '1')
    .option('--parallel <threads>', 'threads that play (default: one for each core)')
    .option('--verbose', 'with --seed: tell the story, shrunk to what breaks the invariant', false)
    .action(runTorture);
}

async function runTorture(options: TortureOptions): Promise<void> {
  const output = processOutput(options.json);
  const days = parseNumber(options.days, { name: '--days', min: 0.05, max: MAX_DAYS });
  const seeds = seedsOf(options);
  if (options.verbose) {
    const [seed, ...others] = seeds;
    if (seed === undefined || others.length > 0) throw new UsageError('--verbose tells one story: name it with --seed N');
    return tell({ seed, days }, output);
  }
  const most = { name: '--parallel', min: 1, max: MAX_PARALLEL, whole: true };
  const parallel = options.parallel === undefined ? availableParallelism() : parseNumber(options.parallel, most);
  if (options.fresh !== undefined) output.err(`fresh seeds: ${seeds[0]}..${seeds.at(-1)}`);
  const began = performance.now();
  const cpuBegan = process.cpuUsage();
  const result = await play(seeds, { days, parallel, output });
  const seconds = Math.round(performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpuBegan);
  const coreHours = (user + system) / 3_600e6;
  const daysPerCoreHour = Math.round(result.days / coreHours);
  const failures = result.failures.map((failure) => ({ ...failure, at: new Date(failure.at).toISOString() }));
  const document = { ...result, failures, asked: seeds.length, seconds, daysPerCoreHour };
  show(output, document, () => formatTorture(document));
  if (failures.length > 0) process.exitCode = EXIT.answerIsNo;
}

async function play(
  seeds: readonly number[],
  { days, parallel, output }: { readonly days: number; readonly parallel: number; readonly output: Output },
): Promise<TortureResult> {
  const progress = openProgress('torturing', 'seeds', seeds.length);
  const stop = untilStopped(null);
  try {
    return await torture({
      ...{ seeds, days, parallel, signal: stop.signal },
      onSeed({ seed, violations }, done) {
        progress.set(done);
        for (const { invariant, at, detail } of violations) {
          output.err(`seed ${seed}: ${invariant} at ${new Date(at).toISOString()}: ${detail}`);
        }
      },
    });
  } finally {
    progress.stop();
    stop.dispose();
  }
}

async function tell(request: { readonly seed: number; readonly days: number }, output: Output): Promise<void> {
  const story = await storyOf(request);
  show(output, story, () => formatStory(story));
  if (story.violation) process.exitCode = EXIT.answerIsNo;
}
