import { catalogue } from '@smartscale/events';
import { Command } from 'commander';
import type { ArchivedEvent, EventArchive, ReplayRange } from '../archive/event-archive.ts';
import { formatArchived, formatArchives, formatDetails } from '../archive/format-archive.ts';
import { type ArchiveChoice, withArchive } from '../archive/open-archive.ts';
import { parseDuration } from '../duration.ts';
import { UsageError } from '../exit.ts';
import { parseMoment } from '../moment.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { type Output, processOutput, show } from '../output.ts';
import { printAll } from '../print-all.ts';

const DEFAULT_WAIT = '15m';

type ArchiveOptions = StoreOptions & { readonly archive?: string };
type ReplayCommandOptions = ArchiveOptions & {
  readonly from?: string;
  readonly to?: string;
  readonly type?: string[];
  readonly wait: string;
};

export function archiveCommand(): Command {
  return new Command('archive')
    .description('what passed the bus and is kept: list it, look at it, see it again without any service seeing it')
    .addCommand(lsCommand())
    .addCommand(inspectCommand())
    .addCommand(replayCommand());
}

function lsCommand(): Command {
  return withArchiveOptions(new Command('ls'))
    .description('the archives there are')
    .action((options: ArchiveOptions) =>
      withArchive(choiceOf(options), async (archive) => {
        const archives = await archive.list();
        const output = processOutput(options.json);
        if (archives.length === 0) output.err('there is no archive in this region and account: infra/event-backbone has it');
        if (archives.length > 0 || output.json) show(output, archives, () => formatArchives(archives));
      }),
    );
}

function inspectCommand(): Command {
  return withArchiveOptions(new Command('inspect'))
    .description('one archive: what it holds, where replays of it go, and which there were')
    .action((options: ArchiveOptions) =>
      withArchive(choiceOf(options), async (archive) => {
        const details = await archive.inspect();
        show(processOutput(options.json), details, () => formatDetails(details));
      }),
    );
}

function replayCommand(): Command {
  return withArchiveOptions(new Command('replay'))
    .description('what was archived in a time, in the form of "events"')
    .option('--from <moment>', 'from this moment on (UTC; default: the beginning)')
    .option('--to <moment>', 'before this moment (default: now)')
    .option('--type <types...>', 'only events of these types')
    .option('--wait <duration>', 'how long a replay may take before it is called off', DEFAULT_WAIT)
    .addHelpText(
      'after',
      '\nIn AWS this starts a replay of EventBridge whose only destination is the inspection queue. What came is shown in order of time,\neach event once. EventBridge archives with a delay: what happened in the last ten minutes may be missing.',
    )
    .action(async (options: ReplayCommandOptions) => {
      const range = parseRange(options);
      const types = parseTypes(options.type ?? []);
      const output = processOutput(options.json);
      await withArchive(choiceOf(options), (archive) => printReplay(archive, { range, types, output }));
    });
}

function withArchiveOptions(command: Command): Command {
  return withStoreOptions(command).option(
    '--archive <name>',
    "an archive of EventBridge, such as smartscale-dev (default: the store's own; of a dynamodb store the only one there is)",
  );
}

function choiceOf({
  store,
  cluster,
  archive,
  wait = DEFAULT_WAIT,
}: ArchiveOptions & { readonly wait?: string }): ArchiveChoice {
  return { store, cluster, waitSeconds: parseDuration(wait), ...(archive !== undefined && { archive }) };
}

function parseRange({ from, to }: ReplayCommandOptions): ReplayRange {
  const range = { from: from === undefined ? null : parseMoment(from), to: to === undefined ? null : parseMoment(to) };
  if (range.from !== null && range.to !== null && range.from >= range.to)
    throw new UsageError(`--from ${from} is not before --to ${to}: nothing can lie between them`);
  return range;
}

function parseTypes(types: readonly string[]): ReadonlySet<string> {
  const unknown = types.find((type) => !Object.hasOwn(catalogue, type));
  if (unknown) throw new UsageError(`"${unknown}" is not an event type: docs/event-catalogue.md lists them`);
  return new Set(types);
}

type Wanted = { readonly range: ReplayRange; readonly types: ReadonlySet<string>; readonly output: Output };

async function printReplay(archive: EventArchive, { range, types, output }: Wanted): Promise<void> {
  const wanted = async function* () {
    for await (const page of archive.replay(range, output.err)) {
      yield types.size === 0 ? page : page.filter((archived) => types.has(typeOf(archived)));
    }
  };
  await printAll(output, wanted(), { json: contentOf, line: formatArchived, none: 'the archive holds no such events' });
}

function contentOf(archived: ArchivedEvent): unknown {
  return archived.kind === 'event' ? archived.event : archived.delivery;
}

function typeOf(archived: ArchivedEvent): string {
  return archived.kind === 'event' ? archived.event.type : archived.delivery['detail-type'];
}
