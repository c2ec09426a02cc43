import { recordingTelemetry } from '@smartscale/lambda';
import { type AwsEvent, createVirtualClock } from '@smartscale/runtime';
import { expect, it } from 'vitest';
import type { Interruption } from './outside/spot-interruptions.ts';
import { createSpotNotices, POLL_SECONDS } from './spot-notices.ts';

const START = Date.parse('2026-11-24T08:00:00.000Z');
const marked: Interruption = { instanceId: 'i-1', zone: 'ap-south-1a', action: 'terminate', announcedAt: START - 3_000 };

function scene() {
  const clock = createVirtualClock({ startAt: START });
  const telemetry = recordingTelemetry();
  const delivered: AwsEvent[] = [];
  const world: { answer: () => readonly Interruption[] } = { answer: () => [] };
  const notices = createSpotNotices({
    ...{ clock, telemetry, deliver: (notice) => void delivered.push(notice) },
    describeInterruptions: async () => world.answer(),
  });
  notices.start();
  return {
    clock,
    telemetry,
    delivered,
    world,
    notices,
    pass: (seconds: number) => clock.runUntil(clock.now() + seconds * 1_000),
  };
}

it('a mark becomes the event that EventBridge would have delivered, with the time of the mark', async () => {
  const { world, delivered, pass } = scene();
  world.answer = () => [marked];
  await pass(POLL_SECONDS + 1);
  expect(delivered).toEqual([
    {
      source: 'aws.ec2',
      detailType: 'EC2 Spot Instance Interruption Warning',
      detail: { 'instance-id': 'i-1', 'instance-action': 'terminate' },
      resources: ['arn:aws:ec2:ap-south-1a:instance/i-1'],
      time: '2026-11-24T07:59:57.000Z',
    },
  ]);
});

it('a mark is told once, however long it stays; a new mark of the same instance is another one', async () => {
  const { world, delivered, pass } = scene();
  world.answer = () => [marked];
  await pass(60);
  expect(delivered).toHaveLength(1);
  world.answer = () => [];
  await pass(60);
  world.answer = () => [{ ...marked, action: 'stop', announcedAt: START + 120_000 }];
  await pass(60);
  expect(delivered.map(({ time }) => time)).toEqual(['2026-11-24T07:59:57.000Z', '2026-11-24T08:02:00.000Z']);
});

it('an EC2 that fails is told once, counted each time, and asked again', async () => {
  const { world, delivered, telemetry, pass } = scene();
  world.answer = () => {
    throw new Error('RequestLimitExceeded');
  };
  await pass(60);
  expect(telemetry.lines.map(({ message }) => message)).toEqual(['EC2 does not tell of interruptions: RequestLimitExceeded']);
  expect(telemetry.counts['SpotPollsFailed']).toBeGreaterThanOrEqual(60 / POLL_SECONDS - 1);
  world.answer = () => [marked];
  await pass(POLL_SECONDS);
  expect(telemetry.lines.at(-1)?.message).toBe('EC2 tells of interruptions again');
  expect(delivered).toHaveLength(1);
});

it('nothing comes after the end', async () => {
  const { world, delivered, notices, pass } = scene();
  await pass(1);
  await notices.stop();
  world.answer = () => [marked];
  await pass(60);
  expect(delivered).toEqual([]);
});
