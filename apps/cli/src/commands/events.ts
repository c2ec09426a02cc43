import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, RecordedEvent } from '@smartscale/events';
import { Command } from 'commander';
import { describeEvent } from '../describe-event.ts';
import { newEvents, parseSelection, type Selection, selectEvents } from '../list-events.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { type Output, processOutput } from '../output.ts';

const FOLLOW_EVERY_MILLISECONDS = 500;

type EventsOptions = StoreOptions & {
  readonly stream?: string;
  readonly type?: string[];
  readonly from?: string;
  readonly to?: string;
  readonly last: string;
  readonly follow?: boolean;
};

export function eventsCommand(): Command {
  return withStoreOptions(new Command('events'))
    .description('what happened')
    .option('--stream <name>', 'only one stream: metrics, policy, scaling, fleet, spot or notices')
    .option('--type <types...>', 'only these event types')
    .option('--from <moment>', 'from this moment on (UTC)')
    .option('--to <moment>', 'before this moment')
    .option('--last <count>', 'how many of the newest to show when neither --from nor --to is given', '50')
    .option('--follow', 'go on showing what comes; with --json one event a line')
    .action(async (options: EventsOptions) => {
      const selection = parseSelection(options);
      const output = processOutput(options.json);
      await withStore(options, async (store) => {
        if (options.follow) await follow(store, selection, output);
        else await printAll(output, selectEvents(store, selection));
      });
    });
}

/** Shows what there is and then what comes, until the process is stopped. */
async function follow(store: EventStore, selection: Selection, output: Output): Promise<never> {
  const coming = await newEvents(store, selection);
  for await (const page of selectEvents(store, selection)) for (const event of page) printLine(output, event);
  for (;;) {
    for (const event of await coming.poll()) printLine(output, event);
    await sleep(FOLLOW_EVERY_MILLISECONDS);
  }
}

async function printAll(output: Output, pages: AsyncIterable<readonly RecordedEvent[]>): Promise<void> {
  const print = output.json ? openJsonArray(output) : (event: RecordedEvent) => printLine(output, event);
  let count = 0;
  for await (const page of pages) {
    for (const event of page) print(event);
    count += page.length;
  }
  if (output.json) output.out(count === 0 ? '[]' : ']');
  else if (count === 0) output.err('no such events');
}

/** One JSON array, written entry by entry: a year of events does not fit into one text. */
function openJsonArray(output: Output): (event: RecordedEvent) => void {
  let lead = '[';
  return (event) => {
    output.out(`${lead}${JSON.stringify(event)}`);
    lead = ',';
  };
}

function printLine(output: Output, event: RecordedEvent): void {
  if (output.json) output.out(JSON.stringify(event));
  else output.out(`${event.recordedAt}  ${event.type.padEnd(19)} ${describeEvent(event)}`);
}
