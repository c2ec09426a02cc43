import { type Command, Option } from 'commander';
import { DEFAULT_STORE } from './open-store.ts';

/** Options that every command reading events has. */
export type StoreOptions = { readonly store: string; readonly cluster: string; readonly json: boolean };

export function withJson(command: Command): Command {
  return command.option('--json', 'print one JSON document; progress and logs go to standard error', false);
}

export function withStoreOptions(command: Command): Command {
  const store = new Option('--store <store>', 'where the events are: sqlite:FILE or dynamodb:TABLE')
    .env('SMARTSCALE_STORE')
    .default(DEFAULT_STORE);
  const cluster = new Option('--cluster <id>', 'whose events').env('SMARTSCALE_CLUSTER').default('local');
  return withJson(command.addOption(store).addOption(cluster));
}
