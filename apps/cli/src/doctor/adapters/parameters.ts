import { GetParameterCommand, type Parameter } from '@aws-sdk/client-ssm';
import { type SlackSecret, whatItHolds } from '../before/slack-secret.ts';
import type { AwsClients } from './aws-clients.ts';

/** What is in the parameter that the notifier reads, and not the value itself. */
export async function readSlackSecret(clients: AwsClients, name: string): Promise<SlackSecret> {
  const parameter = await readParameter(clients, name, true);
  return parameter && { type: parameter.Type ?? 'nothing', holds: whatItHolds(parameter.Value ?? '') };
}

/** The type of a parameter; its value is not asked to be decrypted. Null when there is none. */
export async function readParameterType(clients: AwsClients, name: string): Promise<string | null> {
  const parameter = await readParameter(clients, name, false);
  return parameter && (parameter.Type ?? 'nothing');
}

async function readParameter({ ssm }: AwsClients, name: string, decrypted: boolean): Promise<Parameter | null> {
  try {
    const { Parameter: parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: decrypted }));
    return parameter ?? null;
  } catch (error) {
    if ((error as Error).name === 'ParameterNotFound') return null;
    throw error;
  }
}
