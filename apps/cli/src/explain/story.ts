import { parseStreamName, type RecordedEvent } from '@smartscale/events';
import { namesIn } from '../names-in-event.ts';

/** Follows what came of a decision, event by event in order of time. */
export type Story = {
  /** Whether the event belongs to the story; if so, what it names is followed from now on. */
  follows(event: RecordedEvent): boolean;
};

/**
 * An event belongs to the story of a decision when it has the same correlation id, was caused by an event of the story, or
 * speaks of the operation, a launch or an instance that the decision set going. Samples and evaluations never do: they go on anyway.
 */
export function openStory(decision: RecordedEvent): Story {
  const names = new Set([decision.id]);
  let ended = false;

  const mayBelong = ({ stream }: RecordedEvent) => {
    const { category } = parseStreamName(stream);
    return category === 'notices' || (!ended && category !== 'metrics' && category !== 'scaling');
  };
  const isLinked = (event: RecordedEvent, named: readonly string[]) =>
    event.correlationId === decision.correlationId || [event.causationId, ...named].some((name) => names.has(name));

  return {
    follows(event) {
      const named = namesIn(event);
      if (!mayBelong(event) || !isLinked(event, named)) return false;
      for (const name of [event.id, ...named]) names.add(name);
      ended ||= event.type === 'ScaleCompleted' && event.data.operationId === decision.id;
      return true;
    },
  };
}
