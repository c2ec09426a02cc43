import type { EventType, RecordedEvent } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { openStory } from './story.ts';

type Facts = Partial<Pick<RecordedEvent, 'id' | 'correlationId' | 'causationId'>>;

function event(type: EventType, stream: string, data: Record<string, unknown>, facts: Facts = {}): RecordedEvent {
  return {
    id: `${type}-id`,
    correlationId: 'other',
    causationId: 'other',
    ...facts,
    type,
    stream,
    data,
  } as unknown as RecordedEvent;
}

const decision = event('ScaleDecided', 'scaling-test', {}, { id: 'decision-1', correlationId: 'sample-1' });
const launches = [{ launchId: 'launch-1', replaces: null }];
const planned = event(
  'ScalePlanned',
  'fleet-test',
  { operationId: 'decision-1', launches, victims: [] },
  { causationId: 'decision-1' },
);
const launched = event('NodeLaunched', 'fleet-test', { launchId: 'launch-1', instanceId: 'i-1' });
const joined = event('NodeJoined', 'fleet-test', { instanceId: 'i-1' });
const completed = event('ScaleCompleted', 'fleet-test', { operationId: 'decision-1', added: [], removed: [] });
const told = event('NoticeSent', 'notices-test', { causeId: 'ScaleCompleted-id' }, { causationId: 'ScaleCompleted-id' });

describe('the story of a decision', () => {
  it('goes from the plan over the launch to the end and to what people were told', () => {
    const story = openStory(decision);
    expect([planned, launched, joined, completed, told].map(story.follows)).toEqual([true, true, true, true, true]);
  });

  it('leaves out what other decisions set going', () => {
    const story = openStory(decision);
    story.follows(planned);
    expect(story.follows(event('NodeLaunched', 'fleet-test', { launchId: 'launch-2', instanceId: 'i-2' }))).toBe(false);
    expect(story.follows(event('NodeJoined', 'fleet-test', { instanceId: 'i-2' }))).toBe(false);
  });

  it('leaves out samples and evaluations, even of the same story', () => {
    const story = openStory(decision);
    expect(story.follows(event('MetricsSampled', 'metrics-test', {}, { correlationId: 'sample-1' }))).toBe(false);
  });

  it('ends with its operation: what becomes of the worker later is another story', () => {
    const story = openStory(decision);
    for (const each of [planned, launched, joined, completed]) story.follows(each);
    expect(story.follows(event('NodeLost', 'fleet-test', { instanceId: 'i-1' }))).toBe(false);
  });
});
