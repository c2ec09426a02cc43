import { once } from 'node:events';
import { Command } from 'commander';
import { UsageError } from '../exit.ts';
import { type FiguresServer, serveFigures } from '../exporter/serve-figures.ts';
import { parseNumber } from '../number-option.ts';
import { withStore } from '../open-store.ts';
import { type StoreOptions, withStoreOptions } from '../options.ts';
import { processOutput } from '../output.ts';
import { untilStopped } from '../until-stopped.ts';

const EXPORTER_PORT = '9464';
const MAX_PORT = 65_535;

type ExporterOptions = StoreOptions & { readonly port: string; readonly host: string };

export function exporterCommand(): Command {
  return withStoreOptions(new Command('exporter'))
    .description("SmartScale's own figures for Prometheus: workers, decisions, forecast, cost, health")
    .option('--port <port>', 'where it listens; 0: a free port', EXPORTER_PORT)
    .option('--host <address>', 'for whom: only this machine, or 0.0.0.0 for the network that it is in', '127.0.0.1')
    .addHelpText('after', '\nIt only reads. docs/gitops.md tells which rights that takes on DynamoDB. Ctrl-C ends it.')
    .action(async (options: ExporterOptions) => {
      const port = parseNumber(options.port, { name: '--port', min: 0, max: MAX_PORT, whole: true });
      const output = processOutput(options.json);
      const { cluster, host } = options;
      await withStore(options, async (store) => {
        const stop = untilStopped(null);
        const server = await listen(() => serveFigures(store, { cluster, host, port, warn: output.err }), { host, port });
        const url = `http://${host}:${server.port}/metrics`;
        output.out(options.json ? JSON.stringify({ cluster, url }) : `the figures of ${cluster} are at ${url}`);
        if (!stop.signal.aborted) await once(stop.signal, 'abort');
        stop.dispose();
        await server.close();
      });
    });
}

/** A port that is taken, or an address that is not this machine's, is a matter of the options. */
async function listen(serve: () => Promise<FiguresServer>, { host, port }: { readonly host: string; readonly port: number }) {
  try {
    return await serve();
  } catch (cause) {
    throw new UsageError(`cannot listen at ${host}:${port}: ${(cause as Error).message} (--host, --port)`, { cause });
  }
}
