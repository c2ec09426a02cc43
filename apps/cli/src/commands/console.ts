import { Command } from 'commander';
import { consoleLine, serveConsole } from '../console/serve-console.ts';
import { parsePort } from '../number-option.ts';
import { parseStoreAddress, withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput, show } from '../output.ts';
import { untilStopped } from '../until-stopped.ts';

type ConsoleOptions = StoreOptions & { readonly port: string };

export function consoleCommand(): Command {
  return withStoreOptions(new Command('console'))
    .description('a page that shows the fleet at any moment of its life; on this machine only')
    .option('--port <port>', 'of 127.0.0.1; 0: any free one', '0')
    .addHelpText('after', '\nIt only reads. Ctrl-C stops. docs/console.md has its keys and links.')
    .action(openPage);
}

async function openPage(options: ConsoleOptions): Promise<void> {
  const port = parsePort(options.port, '--port');
  const { kind } = parseStoreAddress(options.store);
  const output = processOutput(options.json);
  await withStore(options, async (store) => {
    const opened = await serveConsole({ store, clusterId: options.cluster, port, kind });
    show(output, { url: opened.url, hasPage: opened.hasPage }, () => consoleLine(opened));
    const stop = untilStopped(null);
    if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
    stop.dispose();
    await opened.close();
  });
}
