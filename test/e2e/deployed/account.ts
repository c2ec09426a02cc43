import type { Statement } from '../../configuration/checks/statement.ts';
import type { MiniStack } from '../../peers/ministack/index.ts';

type PolicyDocument = { readonly Version: string; readonly Statement: readonly Statement[] };

/** What the test does in the account with its own hands, over the wire. */
export type Account = MiniStack & {
  /** An operation of a service that speaks JSON: `call('AmazonSSM.PutParameter', {...})`. */
  call(operation: string, input: object): Promise<Readonly<Record<string, unknown>>>;
  putObject(bucket: string, key: string, body: string): Promise<void>;
  /** Changes variables of a function's environment. */
  setEnvironment(functionName: string, variables: Readonly<Record<string, string>>): Promise<void>;
  /** Calls a function and waits for its answer. */
  invoke(functionName: string, event: object): Promise<unknown>;
  configurationOf(functionName: string): Promise<{ readonly FunctionArn: string; readonly Role: string }>;
  /** A policy that is written into a role. */
  rolePolicy(role: string, policy: string): Promise<PolicyDocument>;
  putRolePolicy(role: string, policy: string, document: PolicyDocument): Promise<void>;
  /** The outputs of a stack; undefined as long as there is none. */
  outputsOf(stack: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** Stacks that are there. */
  stacks(): Promise<readonly string[]>;
  buckets(): Promise<readonly string[]>;
  functions(): Promise<readonly string[]>;
  /** What functions have logged as a warning or an error. */
  warnings(): Promise<readonly string[]>;
};

/** MiniStack finds the service and the region in the signature's scope, and does not check the rest. */
function scope(service: string, region: string): { readonly authorization: string } {
  const credential = `test/20260101/${region}/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=none` };
}

const SERVICE_OF: Readonly<Record<string, string>> = {
  AmazonSSM: 'ssm',
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
  DynamoDB_20120810: 'dynamodb',
  Logs_20140328: 'logs',
};

export function accountOf(emulator: MiniStack): Account {
  const { endpoint, region } = emulator;

  async function ask(path: string, init: RequestInit & { readonly service: string }): Promise<string> {
    const headers = { ...scope(init.service, region), ...(init.headers as Record<string, string>) };
    const response = await fetch(`${endpoint}${path}`, { ...init, headers });
    const text = await response.text();
    if (response.ok) return text;
    throw new Error(`${init.method} ${path} was answered with ${response.status}: ${text}`);
  }

  async function cloudFormation(parameters: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ Version: '2010-05-15', ...parameters });
    return ask('/', { method: 'POST', service: 'cloudformation', body });
  }

  async function iam(parameters: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ Version: '2010-05-08', ...parameters });
    return ask('/', { method: 'POST', service: 'iam', body });
  }

  async function call(operation: string, input: object): Promise<Readonly<Record<string, unknown>>> {
    const service = SERVICE_OF[operation.split('.')[0] ?? ''] ?? '';
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': operation };
    const text = await ask('/', { method: 'POST', service, headers, body: JSON.stringify(input) });
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  async function logged(logGroupName: string): Promise<readonly string[]> {
    const { events } = (await call('Logs_20140328.FilterLogEvents', { logGroupName })) as { events: { message: string }[] };
    return events.map(({ message }) => message);
  }

  return {
    ...emulator,
    call,
    async warnings() {
      const { logGroups } = (await call('Logs_20140328.DescribeLogGroups', {})) as { logGroups: { logGroupName: string }[] };
      const lines = await Promise.all(logGroups.map(({ logGroupName }) => logged(logGroupName)));
      return lines.flat().filter((text) => /"level":"(WARN|ERROR)"|Error:|Task timed out/.test(text));
    },
    async putObject(bucket, key, body) {
      await ask(`/${bucket}/${key}`, { method: 'PUT', service: 's3', body });
    },
    async setEnvironment(functionName, variables) {
      const path = `/2015-03-31/functions/${functionName}/configuration`;
      const { Environment } = JSON.parse(await ask(path, { method: 'GET', service: 'lambda' })) as {
        Environment: { Variables: Record<string, string> };
      };
      const body = JSON.stringify({ Environment: { Variables: { ...Environment.Variables, ...variables } } });
      await ask(path, { method: 'PUT', service: 'lambda', body });
    },
    async invoke(functionName, event) {
      const path = `/2015-03-31/functions/${functionName}/invocations`;
      return JSON.parse(await ask(path, { method: 'POST', service: 'lambda', body: JSON.stringify(event) })) as unknown;
    },
    async configurationOf(functionName) {
      const text = await ask(`/2015-03-31/functions/${functionName}/configuration`, { method: 'GET', service: 'lambda' });
      return JSON.parse(text) as { FunctionArn: string; Role: string };
    },
    async rolePolicy(RoleName, PolicyName) {
      const text = await iam({ Action: 'GetRolePolicy', RoleName, PolicyName });
      const [, document = ''] = /<PolicyDocument>([^<]*)</.exec(text) ?? [];
      return JSON.parse(decodeURIComponent(document)) as PolicyDocument;
    },
    async putRolePolicy(RoleName, PolicyName, document) {
      await iam({ Action: 'PutRolePolicy', RoleName, PolicyName, PolicyDocument: JSON.stringify(document) });
    },
    async outputsOf(stack) {
      const text = await cloudFormation({ Action: 'DescribeStacks', StackName: stack }).catch(() => '');
      if (!text.includes('<Outputs>')) return undefined;
      const outputs = text.matchAll(/<OutputKey>(\w+)<\/OutputKey>\s*<OutputValue>([^<]*)<\/OutputValue>/g);
      return Object.fromEntries(Array.from(outputs, ([, key = '', value = '']) => [key, value] as const));
    },
    async buckets() {
      const text = await ask('/', { method: 'GET', service: 's3' });
      return Array.from(text.matchAll(/<Name>([^<]+)<\/Name>/g), ([, name = '']) => name);
    },
    async functions() {
      const text = await ask('/2015-03-31/functions', { method: 'GET', service: 'lambda' });
      return (JSON.parse(text) as { Functions: { FunctionName: string }[] }).Functions.map(({ FunctionName }) => FunctionName);
    },
    async stacks() {
      const text = await cloudFormation({ Action: 'DescribeStacks' });
      return Array.from(text.matchAll(/<StackName>([^<]+)<\/StackName>/g), ([, name = '']) => name);
    },
  };
}
