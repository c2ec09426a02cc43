import { parseStreamName, type StreamCategory } from '@smartscale/events';

const WRITERS: Readonly<Record<StreamCategory, string>> = {
  metrics: 'metrics-collector',
  policy: 'cli',
  scaling: 'decision-engine',
  fleet: 'capacity-manager',
  spot: 'spot-guard',
  notices: 'notifier',
};

/** The `source` of a stream's events on the bus: `smartscale.` and the one service that writes to it. Throws on what is no stream. */
export function eventSource(stream: string): string {
  return `smartscale.${WRITERS[parseStreamName(stream).category]}`;
}
