import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { powertoolsTelemetry } from './powertools-telemetry.ts';

let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(JSON.parse(String(text))) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(JSON.parse(String(text))) > 0);
});
afterEach(() => vi.restoreAllMocks());

describe('production telemetry', () => {
  it('writes JSON lines with the correlation id of the invocation, and without it after the end', () => {
    const telemetry = powertoolsTelemetry('spot-guard', { clusterId: 'production' });
    telemetry.invocationStarted({ correlationId: 'story-1' });
    telemetry.error('drain failed', { service: 'spot-guard', node: 'n1' });
    telemetry.invocationEnded();
    telemetry.info('after');
    expect(lines).toMatchObject([
      { level: 'ERROR', message: 'drain failed', service: 'spot-guard', correlationId: 'story-1', node: 'n1' },
      { level: 'INFO', message: 'after' },
    ]);
    expect(lines[1]).not.toHaveProperty('correlationId');
  });

  it('sends metrics off in Embedded Metric Format when the invocation ends, and nothing when there are none', () => {
    const telemetry = powertoolsTelemetry('spot-guard', { clusterId: 'production' });
    telemetry.count('DrainsStarted');
    telemetry.count('DrainsStarted', 2);
    expect(lines).toEqual([]);
    telemetry.invocationEnded();
    telemetry.invocationEnded();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      service: 'spot-guard',
      cluster: 'production',
      DrainsStarted: [1, 2],
      _aws: { CloudWatchMetrics: [{ Namespace: 'SmartScale', Dimensions: [['service', 'cluster']] }] },
    });
  });
});
