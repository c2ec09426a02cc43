import { defaultPolicy, type Policy } from '@smartscale/events';
import type { Configuration } from '@smartscale/runner';
import { ConfigurationError, checkPeers, readConfiguration } from '@smartscale/runner';
import { UsageError } from '../exit.ts';
import { noticeFile } from '../notice-file.ts';
import { readPolicyFile } from '../policy-file.ts';
import { makeFolderOf } from '../store-file.ts';
import { type AwsClients, closeAwsClients, openAwsClients } from './adapters/aws-clients.ts';
import { readComposedStacks } from './adapters/composed-stacks.ts';
import { readFleet } from './adapters/fleet-facts.ts';
import { type FleetStore, fileStore, storeAt, tableStore } from './adapters/fleet-store.ts';
import { readOutputs } from './adapters/stacks.ts';
import type { Check } from './check.ts';
import { checksOfAccount, checksOfLimits } from './checks-of-account.ts';
import { checksOfDeployment } from './checks-of-deployment.ts';
import { checksOfFleet, fluxCheck } from './checks-of-fleet.ts';
import { checksOfPreparation } from './checks-of-preparation.ts';
import type { Finding, Phase } from './finding.ts';
import { type DoctorOptions, phasesOf, type Target, targetOf } from './target.ts';

/** As infra/cluster has it when nothing else is set. */
const SERVER_INSTANCE_TYPE = process.env['SMARTSCALE_SERVER_INSTANCE_TYPE'] ?? 't3a.medium';

/** What is to be asked, and what was found on the way to it. */
export type Examination = {
  readonly found: readonly Finding[];
  readonly checks: readonly Check[];
  close(): Promise<void>;
};

/** Settles what is to be asked. UsageError when the options contradict each other or a file that they name cannot be used. */
export async function examine(options: DoctorOptions): Promise<Examination> {
  const target = targetOf(options);
  const phases = phasesOf(options, target);
  const policyFile = options.policy === undefined ? null : readPolicyFile(options.policy);
  switch (target.kind) {
    case 'store': {
      const fleet = storeAt(target.store, target.clusterId);
      return { found: [], checks: checksOfFleet(fleet), close: fleet.close };
    }
    case 'one-machine':
      return examineMachine(configurationOf(target.config), { phases, policyFile, region: options.region });
    case 'deployed':
      return examineDeployment(target, {
        phases,
        policyFile,
        fluxRepository: options.fluxRepository ?? null,
        region: options.region,
      });
  }
}

type Wanted = {
  readonly phases: ReadonlySet<Phase>;
  readonly policyFile: Policy | null;
  readonly region: string | undefined;
};

async function examineDeployment(
  target: Target & { kind: 'deployed' },
  { phases, policyFile, region, fluxRepository }: Wanted & { readonly fluxRepository: string | null },
): Promise<Examination> {
  useRegion(region);
  const { stage, clusterId, store } = target;
  const aws = openAwsClients();
  const stacks = readComposedStacks(stage);
  const functions = stacks.reduce((sum, each) => sum + each.functions.length, 0);
  const fleet = store ? storeAt(store, clusterId) : tableStore(clusterId, () => tablesOf(aws, stage), rebuildOf(stage));
  const credentialFile = target.config === null ? null : configurationOf(target.config).kubernetes.credentialFile;
  const before = () => [
    ...checksOfAccount({ aws, policy: policyOf(policyFile, fleet), serverInstanceType: SERVER_INSTANCE_TYPE }),
    ...checksOfLimits(aws, { functions, networkStack: `smartscale-network-${stage}` }),
    ...checksOfPreparation({ aws, stage, fluxRepository }),
  ];
  const after = () => [
    ...checksOfDeployment({ aws, stage, stacks, fleet }),
    ...checksOfFleet(fleet),
    fluxCheck(credentialFile),
  ];
  return {
    found: [],
    checks: [...(phases.has('before') ? before() : []), ...(phases.has('after') ? after() : [])],
    async close() {
      closeAwsClients(aws);
      await fleet.close();
    },
  };
}

async function examineMachine(configuration: Configuration, { phases, policyFile, region }: Wanted): Promise<Examination> {
  useRegion(region ?? configuration.ec2.region);
  makeFolderOf(configuration.store);
  // First: a store that is not there yet is made by it.
  const found = phases.has('before') ? await examinePeers(configuration) : [];
  const fleet = fileStore(configuration.store, configuration.cluster);
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

/** What "smartscale run --check" sees, as findings. */
async function examinePeers(configuration: Configuration): Promise<readonly Finding[]> {
  const checks = await withConfiguration(() => checkPeers(configuration, { now: Date.now, noticeFile }));
  return checks.map(({ name, ok, found }) => ({
    ...{ name, phase: 'before', verdict: ok ? 'ok' : 'failed', found },
    toDo: ok
      ? null
      : 'put right what it says, in the configuration or at the other end; docs/run-on-one-machine.md has the settings',
  }));
}

/** The file's, or else the one in force, or else the default. */
function policyOf(file: Policy | null, fleet: FleetStore): () => Promise<Policy> {
  let policy: Promise<Policy> | undefined;
  return () => {
    policy ??= file ? Promise.resolve(file) : readFleet(fleet).then((read) => read.policy, defaultPolicy);
    return policy;
  };
}

async function tablesOf(aws: AwsClients, stage: string) {
  const { EventTableName = '', ViewsTableName } = await readOutputs(aws, `smartscale-event-backbone-${stage}`);
  return { events: EventTableName, views: ViewsTableName ?? null };
}

function rebuildOf(stage: string): string {
  const name = `smartscale-projections-${stage}-rebuild`;
  return `aws lambda invoke --function-name ${name} --cli-binary-format raw-in-base64-out --payload '{}' answer.json`;
}

/** Every client of this process takes its region from there, the stores' too. */
function useRegion(region: string | undefined): void {
  if (region !== undefined) process.env['AWS_REGION'] = region;
}

function configurationOf(file: string): Configuration {
  try {
    return readConfiguration(file);
  } catch (error) {
    throw asUsage(error);
  }
}

async function withConfiguration<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asUsage(error);
  }
}

function asUsage(error: unknown): unknown {
  return error instanceof ConfigurationError ? new UsageError(error.message, { cause: error }) : error;
}
