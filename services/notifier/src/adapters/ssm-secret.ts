import { GetParameterCommand, type Parameter, type SSMClient } from '@aws-sdk/client-ssm';

/** Reads a SecureString of the Parameter Store when it is first needed, then keeps it. A failure is not kept. */
export function ssmSecret(client: SSMClient, name: string): () => Promise<string> {
  let value: string | undefined;
  return async () => {
    value ??= await read(client, name);
    return value;
  };
}

async function read(client: SSMClient, name: string): Promise<string> {
  const { Type, Value = '' } = await parameter(client, name);
  if (Type !== 'SecureString') throw new Error(`SSM parameter ${name} is a ${Type ?? 'nothing'}: store it as a SecureString`);
  if (!URL.canParse(Value)) throw new Error(`SSM parameter ${name} does not hold a URL`);
  return Value;
}

async function parameter(client: SSMClient, name: string): Promise<Parameter> {
  try {
    const answer = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return answer.Parameter ?? {};
  } catch (cause) {
    throw new Error(`SSM parameter ${name}: ${(cause as Error).name}`, { cause });
  }
}
