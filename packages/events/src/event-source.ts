import { parseStreamName, type StreamCategory } from './streams.ts';

const WRITERS: Readonly<Record<StreamCategory, string>> = {
  metrics: 'metrics-collector',
  policy: 'cli',
  scaling: 'decision-engine',
  fleet: 'capacity-manager',
  spot: 'spot-guard',
  notices: 'notifier',
};

/** The `source` of a category's events on the bus: `smartscale.` and the one service that writes its streams. */
export function sourceOfCategory(category: StreamCategory): string {
  return `smartscale.${WRITERS[category]}`;
}

/** The `source` of a stream's events on the bus. Throws on what is no stream name. */
export function eventSource(stream: string): string {
  return sourceOfCategory(parseStreamName(stream).category);
}
