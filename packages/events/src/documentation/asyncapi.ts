import { catalogue } from '../catalogue/index.ts';
import type { EventDefinition } from '../define-event.ts';
import { sourceOfCategory } from '../event-source.ts';
import { STREAM_CATEGORIES, type StreamCategory } from '../streams.ts';
import { eventSchema } from './json-schema.ts';

const DESCRIPTION = `Everything that happens in a fleet, as the services write it to their streams and see it on the event bus.
A message is an event of EventBridge: its \`source\` and \`detail-type\` are given here as headers, its \`detail\` is the payload.
Delivery is at least once and in any order; \`id\` is the same for a repeated delivery, \`position\` orders a stream.`;

/** The catalogue as an AsyncAPI 3 document: a channel for each stream, a message for each event, who sends it. */
export function asyncApiDocument(version: string): object {
  return {
    asyncapi: '3.0.0',
    info: { title: 'SmartScale events', version, description: DESCRIPTION, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    channels: entriesOf(STREAM_CATEGORIES, (category) => [category, channelOf(category)]),
    operations: entriesOf(STREAM_CATEGORIES, (category) => [`write-${category}`, operationOf(category)]),
    components: { messages: entriesOf(Object.values(catalogue), (definition) => [definition.type, messageOf(definition)]) },
  };
}

function channelOf(category: StreamCategory): object {
  return {
    address: `${category}-{cluster}`,
    title: `The ${category} stream of a cluster`,
    parameters: { cluster: { description: '1 to 40 lower-case letters, digits and inner hyphens' } },
    messages: entriesOf(typesOf(category), (type) => [type, { $ref: `#/components/messages/${type}` }]),
  };
}

function operationOf(category: StreamCategory): object {
  return {
    action: 'send',
    summary: `${sourceOfCategory(category)} is the only one that writes it`,
    channel: { $ref: `#/channels/${category}` },
    messages: typesOf(category).map((type) => ({ $ref: `#/channels/${category}/messages/${type}` })),
  };
}

function messageOf(definition: EventDefinition): object {
  const { type, category, description } = definition;
  // Which dialect a payload is of is said by the document: AsyncAPI's own, a superset of draft 7.
  const { $schema: _, ...payload } = eventSchema(definition, 'draft-7') as { readonly $schema?: string };
  const properties = { source: { const: sourceOfCategory(category) }, 'detail-type': { const: type } };
  return {
    name: type,
    summary: description,
    headers: { type: 'object', required: ['source', 'detail-type'], properties },
    payload,
  };
}

function typesOf(category: StreamCategory): readonly string[] {
  const definitions: readonly EventDefinition[] = Object.values(catalogue);
  return definitions.filter((definition) => definition.category === category).map(({ type }) => type);
}

function entriesOf<Item>(items: readonly Item[], entry: (item: Item) => readonly [string, object]): object {
  return Object.fromEntries(items.map(entry));
}
