import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../../test/peers/slack/block-kit.ts';
import { kinds } from './kinds.ts';
import { rendering } from './rendering.ts';

describe('every kind of message', () => {
  it.each(kinds().map((kind) => [kind.name, kind] as const))('%s is taken by Slack', (_, { notice }) =>
    expect(refusalOf(notice.blocks)).toBeNull(),
  );

  it('says what it is about in its first line', () =>
    expect(kinds().map(({ notice }) => rendering(notice.blocks).split('\n')[0])).toEqual([
      '✅ Added 2 Spot nodes in ap-south-1b (CPU: 78%) -> Total: 5 nodes',
      '✅ Removed 1 node from ap-south-1a (CPU: 25%) -> Total: 3 nodes',
      '⚠️ Spot i-123abc will terminate in 2 minutes (at 12:34:56 UTC)',
      '✅ Added 1 On-Demand node in ap-south-1a; removed 1 node from ap-south-1a (EC2 takes Spot worker i-123abc back) -> Total: 5 nodes',
      '🚨 Scale-up failed: EC2 InsufficientInstanceCapacity',
      '⚠️ More than the maximum of 10 workers are wanted',
      '🚨 No metrics for 6 minutes: Prometheus cannot be reached',
      'Scaling up ahead of demand (forecast: 5 nodes) -> from 3 to 5 nodes',
      'Week 2026-W47: 22.03 USD, 49% less than 7 x t3a.medium all the time',
      '⚠️ 3 more Spot notices from 12:34 to 12:34 UTC',
      '⚠️ 4 messages from 12:32 to 13:05 UTC, late',
    ]));
});
