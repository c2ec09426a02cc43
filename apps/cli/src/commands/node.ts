import { Command } from 'commander';
import { describeEvent } from '../describe-event.ts';
import { UsageError } from '../exit.ts';
import { nodeLife } from '../node-life.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { formatTable } from '../table.ts';

export function nodeCommand(): Command {
  return withStoreOptions(new Command('node'))
    .description("a worker's whole life, from launch to termination")
    .argument('<instance>', 'EC2 instance id, such as i-0123456789abcdef0')
    .action(async (instance: string, options: StoreOptions) => {
      const events = await withStore(options, (store) => nodeLife(store, options.cluster, instance));
      if (events.length === 0) throw new UsageError(`no event of cluster ${options.cluster} speaks of ${instance}`);
      show(processOutput(options.json), { instanceId: instance, events }, () =>
        formatTable(events.map((event) => [event.recordedAt, event.type, describeEvent(event)])),
      );
    });
}
