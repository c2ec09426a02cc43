import { InvalidNameError } from './errors.ts';

/** The kinds of stream. Each has exactly one writing service. */
export const STREAM_CATEGORIES = ['metrics', 'policy', 'scaling', 'fleet', 'spot', 'notices'] as const;

export type StreamCategory = (typeof STREAM_CATEGORIES)[number];

/** `<category>-<clusterId>`, for example `fleet-production`. */
export type StreamName = `${StreamCategory}-${string}`;

const CLUSTER_ID = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** Names the stream of a category for a cluster. Throws InvalidNameError on a cluster id that is not 1 to 40 of `a-z 0-9 -`. */
export function streamName(category: StreamCategory, clusterId: string): StreamName {
  if (!CLUSTER_ID.test(clusterId)) {
    throw new InvalidNameError(`"${clusterId}" is not a cluster id: use 1 to 40 lower-case letters, digits and inner hyphens`);
  }
  return `${category}-${clusterId}`;
}

/** Splits a stream name. Throws InvalidNameError when it has no known category or no cluster id. */
export function parseStreamName(stream: string): { category: StreamCategory; clusterId: string } {
  const hyphen = stream.indexOf('-');
  const category = STREAM_CATEGORIES.find((known) => known === stream.slice(0, hyphen));
  const clusterId = stream.slice(hyphen + 1);
  if (hyphen < 0 || category === undefined || !CLUSTER_ID.test(clusterId)) {
    throw new InvalidNameError(`"${stream}" is not a stream name: expected <${STREAM_CATEGORIES.join('|')}>-<clusterId>`);
  }
  return { category, clusterId };
}
