import { describe, expect, it } from 'vitest';
import { InvalidNameError } from './errors.ts';
import { parseStreamName, STREAM_CATEGORIES, streamName } from './streams.ts';

describe('a stream name', () => {
  it.each(STREAM_CATEGORIES)('of category %s goes there and back, hyphens in the cluster included', (category) => {
    for (const clusterId of ['a', 'demo', 'eu-west-1-prod', '0', 'x'.repeat(40)]) {
      expect(parseStreamName(streamName(category, clusterId))).toEqual({ category, clusterId });
    }
  });

  it.each(['', '-a', 'a-', 'Demo', 'a b', 'a_b', 'a#b', 'x'.repeat(41)])('refuses the cluster id "%s"', (clusterId) => {
    expect(() => streamName('fleet', clusterId)).toThrow(InvalidNameError);
    expect(() => streamName('fleet', clusterId)).toThrow(/is not a cluster id/);
    expect(() => parseStreamName(`fleet-${clusterId}`)).toThrow(InvalidNameError);
    expect(() => parseStreamName(`fleet-${clusterId}`)).toThrow(/is not a stream name/);
  });

  it.each(['', 'fleet', '-demo', 'tea-demo', 'Fleet-demo', 'fleetdemo'])('refuses "%s"', (name) => {
    expect(() => parseStreamName(name)).toThrow(/is not a stream name: expected <metrics\|/);
  });
});
