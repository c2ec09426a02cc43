import { existsSync } from 'node:fs';
import { type Configuration, ConfigurationError, checkPeers, readConfiguration } from '@smartscale/runner';
import { UsageError } from '../exit.ts';
import { noticeFile } from '../notice-file.ts';
import { closeAwsClients, openAwsClients } from './adapters/aws-clients.ts';
import { type FleetStore, fileStore, missingStore } from './adapters/fleet-store.ts';
import { checksOfAccount } from './checks-of-account.ts';
import { checksOfFleet, fluxCheck } from './checks-of-fleet.ts';
import { type Examination, policyOf, type Wanted } from './examination.ts';
import type { Finding } from './finding.ts';

/** The fleet of "smartscale run", by its configuration file. */
export async function examineMachine(
  config: string,
  { phases, policyFile, region }: Wanted & { readonly region: string | null },
): Promise<Examination> {
  const configuration = configurationOf(config);
  if (region === null) process.env['AWS_REGION'] = configuration.ec2.region;
  const found = phases.has('before') ? await examinePeers(configuration) : [];
  const fleet = storeToRun(configuration);
  const aws = openAwsClients();
  const before = () => checksOfAccount({ aws, policy: policyOf(policyFile, fleet), serverInstanceType: null });
  const after = () => [...checksOfFleet(fleet), fluxCheck(configuration.kubernetes.credentialFile)];
  return {
    found,
    checks: [...(phases.has('before') ? before() : []), ...(phases.has('after') ? after() : [])],
    async close() {
      closeAwsClients(aws);
      await fleet.close();
    },
  };
}

/** To look is not to make: what is not there yet stays so. */
function storeToRun({ store: file, cluster }: Configuration): FleetStore {
  if (existsSync(file)) return fileStore(file, cluster);
  return missingStore(cluster, `there is no store at ${file} yet`, 'start "smartscale run", which makes it');
}

/** UsageError when it cannot be used. */
export function configurationOf(file: string): Configuration {
  try {
    return readConfiguration(file);
  } catch (error) {
    throw asUsage(error);
  }
}

/** What "smartscale run --check" sees, as findings. */
async function examinePeers(configuration: Configuration): Promise<readonly Finding[]> {
  const checks = await checkPeers(configuration, { now: Date.now, noticeFile }).catch((error: unknown) => {
    throw asUsage(error);
  });
  return checks.map(({ name, ok, found }) => ({
    ...{ name, phase: 'before', verdict: ok ? 'ok' : 'failed', found },
    toDo: ok ? null : 'put right what it says; docs/run-on-one-machine.md has the settings',
  }));
}

function asUsage(error: unknown): unknown {
  return error instanceof ConfigurationError ? new UsageError(error.message, { cause: error }) : error;
}
