import { expect, it } from 'vitest';
import { commandHandler } from './command-handler.ts';
import type { InvocationContext } from './invocation.ts';
import { recordingTelemetry } from './recording-telemetry.ts';

const context: InvocationContext = {
  awsRequestId: 'request-1',
  functionName: 'rebuild',
  getRemainingTimeInMillis: () => 1_000,
};

function setUp() {
  const telemetry = recordingTelemetry();
  const handler = commandHandler({
    ...{ service: 's', telemetry },
    read(event) {
      if (typeof event !== 'string') throw new TypeError('a text is expected');
      return event;
    },
    handle: async (input, { correlationId }) => ({ did: `${input} ${correlationId}` }),
  });
  return { telemetry, handler };
}

it('hands its input on and gives the answer back', async () => {
  const { handler, telemetry } = setUp();
  expect(await handler('all', context)).toEqual({ did: 'all request-1' });
  expect(telemetry.invocations).toEqual(['started request-1', 'ended']);
});

it('fails with the words of whoever read the input, and counts it', async () => {
  const { handler, telemetry } = setUp();
  await expect(handler({}, context)).rejects.toThrow('a text is expected');
  expect(telemetry.counts).toMatchObject({ HandlerFailures: 1 });
});
