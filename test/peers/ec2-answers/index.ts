import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EC2Client } from '@aws-sdk/client-ec2';

export type Ec2Answer = { readonly status: number; readonly body: string };

export type Ec2Answers = {
  readonly client: EC2Client;
  readonly endpoint: string;
  /** What was asked, in order: the parameters of each request, `Action` among them. */
  readonly asked: readonly Readonly<Record<string, string>>[];
  /** Answers every further request for `action` like this. */
  answer(action: string, ...answers: readonly [Ec2Answer, ...Ec2Answer[]]): void;
  stop(): Promise<void>;
};

/**
 * A server on 127.0.0.1 that gives the answers of EC2 which no emulator can be brought to give, in EC2's own XML. Several answers to
 * one action come in turn, the last one for ever. An action without an answer gets an empty one.
 */
export async function startEc2Answers(options: { readonly maxAttempts?: number } = {}): Promise<Ec2Answers> {
  const asked: Record<string, string>[] = [];
  const answers = new Map<string, Ec2Answer[]>();
  const answerTo = (text: string): Ec2Answer => {
    const parameters = Object.fromEntries(new URLSearchParams(text));
    asked.push(parameters);
    const { Action: action = '' } = parameters;
    const prepared = answers.get(action) ?? [];
    return (prepared.length > 1 ? prepared.shift() : prepared[0]) ?? ec2Result(action, '');
  };
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const { status, body } = answerTo(text);
      response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new EC2Client({ endpoint, region: 'ap-south-1', credentials, maxAttempts: options.maxAttempts ?? 1 });
  return {
    ...{ client, endpoint, asked },
    answer: (action, ...prepared) => void answers.set(action, [...prepared]),
    async stop() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/making-api-requests.html: the shape of a refusal. */
export function ec2Error(code: string, options: { readonly status?: number; readonly message?: string } = {}): Ec2Answer {
  const { status = 400, message = `EC2 says ${code}` } = options;
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, body: `<?xml version="1.0"?><Response><Errors>${error}</Errors><RequestID>r-1</RequestID></Response>` };
}

/** The answer to an action, given what stands in it. */
export function ec2Result(action: string, xml: string): Ec2Answer {
  const open = `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">`;
  return { status: 200, body: `<?xml version="1.0"?>${open}<requestId>r-1</requestId>${xml}</${action}Response>` };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
