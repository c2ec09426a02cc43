import { expect, it } from 'vitest';
import type { BusEvent, InvocationContext } from './invocation.ts';
import { noticeHandler } from './notice-handler.ts';
import { recordingTelemetry } from './recording-telemetry.ts';

const context: InvocationContext = { awsRequestId: 'request-1', functionName: 'guard', getRemainingTimeInMillis: () => 1_000 };
const notice = { id: 'n-1', source: 'aws.ec2', 'detail-type': 'Warning', detail: { 'instance-id': 'i-1' } };

function setUp() {
  const seen: BusEvent[] = [];
  const telemetry = recordingTelemetry();
  return {
    seen,
    telemetry,
    handler: noticeHandler({ service: 's', telemetry, handle: async (event) => void seen.push(event) }),
  };
}

it('a notice is handed over as it came, and begins a story of its own', async () => {
  const { handler, seen, telemetry } = setUp();
  await handler(notice, context);
  expect(seen).toEqual([notice]);
  expect(telemetry.invocations).toEqual(['started n-1', 'ended']);
});

it('a replayed notice has no effect', async () => {
  const { handler, seen, telemetry } = setUp();
  await handler({ ...notice, 'replay-name': 'look' }, context);
  expect(seen).toEqual([]);
  expect(telemetry.counts).toEqual({ ReplaysRefused: 1 });
});

it('what is no delivery is counted and thrown', async () => {
  const { handler, telemetry } = setUp();
  await expect(handler({ tickAt: 'x' }, context)).rejects.toThrow('no EventBridge delivery');
  expect(telemetry.counts).toEqual({ UnreadableEvents: 1, HandlerFailures: 1 });
});
