import { type AwsClients, closeAwsClients, openAwsClients } from './adapters/aws-clients.ts';
import { readComposedStacks } from './adapters/composed-stacks.ts';
import { storeAt, type Tables, tableStore } from './adapters/fleet-store.ts';
import { readOutputs } from './adapters/stacks.ts';
import { checksOfAccount, checksOfLimits } from './checks-of-account.ts';
import { checksOfDeployment } from './checks-of-deployment.ts';
import { checksOfFleet, fluxCheck } from './checks-of-fleet.ts';
import { checksOfPreparation } from './checks-of-preparation.ts';
import { type Examination, policyOf, type Wanted } from './examination.ts';
import type { Target } from './target.ts';

/** As infra/cluster has it when nothing else is set. */
const SERVER_INSTANCE_TYPE = process.env['SMARTSCALE_SERVER_INSTANCE_TYPE'] ?? 't3a.medium';

/** A fleet in AWS, whether or not it is deployed yet. */
export async function examineDeployment(
  { stage, clusterId, store, config }: Target & { kind: 'deployed' },
  { phases, policyFile, fluxRepository }: Wanted & { readonly fluxRepository: string | null },
): Promise<Examination> {
  const credentialFile = config === null ? null : await credentialFileOf(config);
  const aws = openAwsClients();
  const stacks = readComposedStacks(stage);
  const functions = stacks.reduce((sum, each) => sum + each.functions.length, 0);
  const fleet = store ? storeAt(store, clusterId) : tableStore(clusterId, () => tablesOf(aws, stage), rebuildOf(stage));
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

async function credentialFileOf(config: string): Promise<string> {
  const { configurationOf } = await import('./examine-machine.ts');
  return configurationOf(config).kubernetes.credentialFile;
}

async function tablesOf(aws: AwsClients, stage: string): Promise<Tables> {
  const { EventTableName = '', ViewsTableName } = await readOutputs(aws, `smartscale-event-backbone-${stage}`);
  return { events: EventTableName, views: ViewsTableName ?? null };
}

function rebuildOf(stage: string): string {
  const name = `smartscale-projections-${stage}-rebuild`;
  return `aws lambda invoke --function-name ${name} --cli-binary-format raw-in-base64-out --payload '{}' answer.json`;
}
