import { describe, expect, it } from 'vitest';
import { UnreadableTickError } from './errors.ts';
import type { InvocationContext } from './invocation.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { scheduleHandler, type Tick } from './schedule-handler.ts';

const context: InvocationContext = { awsRequestId: 'request-1', functionName: 'sample', getRemainingTimeInMillis: () => 1_000 };

function setUp(intervalSeconds = 120) {
  const ticks: Tick[] = [];
  const telemetry = recordingTelemetry();
  const handler = scheduleHandler({ service: 's', telemetry, intervalSeconds, handle: async (tick) => void ticks.push(tick) });
  return { ticks, telemetry, handler };
}

describe('a tick', () => {
  it.each([
    ['2026-11-24T08:00:00Z', '2026-11-24T08:00:00.000Z'],
    ['2026-11-24T08:01:59Z', '2026-11-24T08:00:00.000Z'],
    ['2026-11-24T08:02:00Z', '2026-11-24T08:02:00.000Z'],
  ])('scheduled for %s is that of %s', async (tickAt, expected) => {
    const { handler, ticks } = setUp();
    await handler({ tickAt }, context);
    expect(ticks).toEqual([{ tickAt: expected, tickEpochMilliseconds: Date.parse(expected) }]);
  });

  it('is the same for a repeated invocation', async () => {
    const { handler, ticks, telemetry } = setUp();
    await handler({ tickAt: '2026-11-24T08:00:37Z' }, context);
    await handler({ tickAt: '2026-11-24T08:00:37Z' }, { ...context, awsRequestId: 'request-2' });
    expect(ticks[1]).toEqual(ticks[0]);
    expect(telemetry.invocations).toEqual(['started request-1', 'ended', 'started request-2', 'ended']);
  });

  it.each([[undefined], [{}], [{ tickAt: '<aws.scheduler.scheduled-time>' }], [{ tickAt: 5 }]])(
    'is not made up from %j',
    async (event) => {
      const { handler, ticks, telemetry } = setUp();
      await expect(handler(event, context)).rejects.toThrow(UnreadableTickError);
      expect(ticks).toEqual([]);
      expect(telemetry.counts).toEqual({ HandlerFailures: 1 });
    },
  );

  it('has an interval', () => {
    expect(() => setUp(0)).toThrow(RangeError);
    expect(() => setUp(Number.NaN)).toThrow(RangeError);
  });
});
