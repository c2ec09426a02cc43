import type { RecordedEvent } from '@smartscale/events';
import { expect, it } from 'vitest';
import { metricsOf } from './metrics-of.ts';

const of = (type: string, data: object) => metricsOf({ type, data } as RecordedEvent);

it('knows what a service sends because of an event', () => {
  expect(of('MetricsSampled', { missing: [] })).toEqual(['MetricsSampled']);
  expect(of('MetricsSampled', { missing: ['cpu'] })).toEqual(['MetricsSampled', 'MetricsIncomplete']);
  expect(of('ScaleDecided', { decidedBy: 'cpu' })).toEqual([]);
  expect(of('ScaleDecided', { decidedBy: 'maximum' })).toEqual(['HeldAtMaximum']);
  expect(of('LaunchFailed', {})).toEqual(['LaunchFailed']);
  expect(of('SpotWarning', {})).toEqual(['NoticeWarned']);
  expect(of('NodeLaunched', {})).toEqual([]);
});
