import { readFileSync } from 'node:fs';
import { dirname, parse, resolve } from 'node:path';
import { describeIssues } from '@smartscale/events';
import { parseDocument } from 'yaml';
import { ConfigurationError } from '../errors.ts';
import { type Configuration, configurationSchema } from './schema.ts';

/** Reads the YAML configuration of one fleet. ConfigurationError names the file, the setting and what is wrong with it. */
export function readConfiguration(file: string): Configuration {
  const document = parseDocument(textOf(file));
  const [broken] = document.errors;
  if (broken) throw new ConfigurationError(`the configuration ${file} is not YAML: ${broken.message.split('\n')[0]}`);
  const parsed = configurationSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return withAbsolutePaths(parsed.data, dirname(resolve(file)));
  throw new ConfigurationError(
    `the configuration ${file} cannot be used: ${describeIssues(parsed.error)} (apps/runner/examples/smartscale.yaml has every setting)`,
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`cannot read the configuration ${file}: ${(cause as Error).message}`, { cause });
  }
}

function withAbsolutePaths(configuration: Configuration, folder: string): Configuration {
  const { store, prometheus, kubernetes, notices } = configuration;
  const path = (file: string) => resolve(folder, file);
  const optional = <Name extends string>(name: Name, file: string | undefined) =>
    (file === undefined ? {} : { [name]: path(file) }) as { [Key in Name]?: string };
  return {
    ...configuration,
    store: path(store),
    prometheus: {
      ...prometheus,
      ...optional('authorizationFile', prometheus.authorizationFile),
      ...optional('caFile', prometheus.caFile),
    },
    kubernetes: { ...kubernetes, credentialFile: path(kubernetes.credentialFile) },
    notices: {
      ...optional('slackWebhookFile', notices.slackWebhookFile),
      ...optional('slackTokenFile', notices.slackTokenFile),
      ...(notices.slackChannel !== undefined && { slackChannel: notices.slackChannel }),
      ...(notices.consoleUrl !== undefined && { consoleUrl: notices.consoleUrl }),
      ...(notices.slackWebhookFile === undefined &&
        notices.slackTokenFile === undefined && { file: path(notices.file ?? besideStore(store)) }),
    },
  };
}

function besideStore(store: string): string {
  const { dir, name } = parse(store);
  return `${dir === '' ? '.' : dir}/${name}.notices.jsonl`;
}
