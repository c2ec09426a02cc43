import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, RecordedEvent } from '@smartscale/events';
import { Command } from 'commander';
import { describeEvent } from '../describe-event.ts';
import { newEvents, parseSelection, type Selection, selectEvents } from '../list-events.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { type Output, processOutput } from '../output.ts';
import { printAll } from '../print-all.ts';

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
        else
          await printAll(output, selectEvents(store, selection), {
            json: (event) => event,
            line: lineOf,
            none: 'no such events',
          });
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

function printLine(output: Output, event: RecordedEvent): void {
  output.out(output.json ? JSON.stringify(event) : lineOf(event));
}

function lineOf(event: RecordedEvent): string {
  return `${event.recordedAt}  ${event.type.padEnd(19)} ${describeEvent(event)}`;
}
