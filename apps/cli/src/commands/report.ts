import { writeFile } from 'node:fs/promises';
import { type EventStore, toTimestamp } from '@smartscale/events';
import { readReport, type Week, type WeeklyReport, weekBefore, weekNamed } from '@smartscale/projections/report';
import { Command } from 'commander';
import { clusterTime } from '../cluster-time.ts';
import { UsageError } from '../exit.ts';
import { parseMoment } from '../moment.ts';
import { parseNumber } from '../number-option.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { formatReport } from '../report/format-report.ts';

type ReportOptions = StoreOptions & {
  readonly week?: string;
  readonly from?: string;
  readonly to?: string;
  readonly timeZone: string;
  readonly out?: string;
  readonly server: string;
  readonly disk: string;
};

const LONGEST_DAYS = 35;
const DAY_MILLISECONDS = 86_400_000;

export function reportCommand(): Command {
  return withStoreOptions(new Command('report'))
    .description('a week: what it cost and saved, how well it was foreseen, and what to change')
    .option('--week <week>', 'such as 2026-W47 (default: the last one that is over)')
    .option('--from <time>', 'another span in place of a week: its beginning')
    .option('--to <time>', '... and its end')
    .option('--time-zone <zone>', 'whose Monday a week begins on', 'UTC')
    .option('--out <file>', 'write it there, as Markdown')
    .option('--server <type>', 'instance type of the K3s server', 't3a.medium')
    .option('--disk <gb>', 'gp3 disk of each machine', '20')
    .action(async (options: ReportOptions) => {
      const output = processOutput(options.json);
      const diskGb = parseNumber(options.disk, { name: '--disk', min: 1, max: 16_384 });
      const report = await withStore(options, (store) => reportFrom(store, options, diskGb));
      if (options.out !== undefined) {
        await writeTo(options.out, formatReport(report));
        output.err(`written to ${options.out}`);
        if (!options.json) return;
      }
      show(output, report, () => formatReport(report).trimEnd());
    });
}

async function reportFrom(store: EventStore, options: ReportOptions, diskGb: number): Promise<WeeklyReport> {
  const { cluster, server: serverInstanceType } = options;
  const now = await clusterTime(store, cluster);
  const week = spanOf(options, now);
  if (week.from >= now) throw new UsageError(`${week.name} has not begun: it is ${toTimestamp(now)} in cluster ${cluster}`);
  const report = await readReport(store, cluster, { week, now, serverInstanceType, diskGb });
  if (report) return report;
  throw new UsageError(
    `cluster ${cluster} had no worker in ${week.name} (${toTimestamp(week.from)} to ${toTimestamp(week.to)}): name another --week, --store or --cluster`,
  );
}

function spanOf({ week, from, to, timeZone }: ReportOptions, now: number): Week {
  if (!isTimeZone(timeZone)) throw new UsageError(`--time-zone takes a zone such as Asia/Kolkata, not "${timeZone}"`);
  if (from === undefined && to === undefined) return weekOf(week, { timeZone, now });
  if (week !== undefined) throw new UsageError('a report is of --week, or of --from and --to');
  if (from === undefined || to === undefined) throw new UsageError('--from and --to go together');
  const span = { name: `${from} to ${to}`, from: Date.parse(parseMoment(from)), to: Date.parse(parseMoment(to)) };
  if (span.to <= span.from) throw new UsageError(`--to (${to}) is not after --from (${from})`);
  if (span.to - span.from <= LONGEST_DAYS * DAY_MILLISECONDS) return span;
  throw new UsageError(`--from and --to are more than ${LONGEST_DAYS} days apart: "smartscale cost" has the months`);
}

function weekOf(name: string | undefined, { timeZone, now }: { readonly timeZone: string; readonly now: number }): Week {
  if (name === undefined) return weekBefore(now, timeZone);
  const week = weekNamed(name, timeZone);
  if (week) return week;
  throw new UsageError(`--week takes a week of ISO 8601 such as 2026-W47, not "${name}"`);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

async function writeTo(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}
