import { GetParameterCommand, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';

/** How long a secret is believed: one that was replaced is used within this time. */
export const MAX_AGE_MILLISECONDS = 300_000;

export type SsmSecretOptions = {
  readonly name: string;
  /** Whether it can be what it is meant to be. */
  readonly isRight: (value: string) => boolean;
  /** `a URL`, `a bot token (xoxb-...)`. */
  readonly expected: string;
};

/** Reads a SecureString of the Parameter Store when it is first needed, then keeps it for a while. A failure is not kept. */
export function ssmSecret(client: SSMClient, options: SsmSecretOptions, now: () => number = Date.now): () => Promise<string> {
  let kept: { readonly value: string; readonly until: number } | undefined;
  return async () => {
    if (!kept || kept.until <= now()) kept = { value: await read(client, options), until: now() + MAX_AGE_MILLISECONDS };
    return kept.value;
  };
}

async function read(client: SSMClient, { name, isRight, expected }: SsmSecretOptions): Promise<string> {
  const { Type, Value = '' } = await parameter(client, name);
  const value = Value.trim();
  if (Type !== 'SecureString') throw new Error(`SSM parameter ${name} is a ${Type ?? 'nothing'}: store it as a SecureString`);
  if (!isRight(value)) throw new Error(`SSM parameter ${name} does not hold ${expected}`);
  return value;
}

async function parameter(client: SSMClient, name: string): Promise<Parameter> {
  try {
    const answer = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return answer.Parameter ?? {};
  } catch (cause) {
    throw new Error(`SSM parameter ${name}: ${(cause as Error).name}`, { cause });
  }
}
