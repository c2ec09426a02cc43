import { catalogue } from '../catalogue/index.ts';
import type { EventDefinition } from '../define-event.ts';
import { envelopeSchema } from '../envelope.ts';
import { sourceOfCategory } from '../event-source.ts';
import { STREAM_CATEGORIES, type StreamCategory } from '../streams.ts';
import { type Field, fieldsOf } from './fields.ts';
import { dataSchema } from './json-schema.ts';

const INTRODUCTION = `# The event catalogue

<!-- Written by \`npm run docs\` from packages/events/src/catalogue. Edit the schemas there, not this page. -->

Everything that happens is one of these events. An event belongs to the stream of its category, which one service writes. On the
bus its \`source\` is that service, its \`detail-type\` the name of the event, its \`detail\` the envelope below. Events are never
changed: a new shape is a new schema version, and old ones are lifted when they are read. For programs the same is in
[asyncapi.yaml](asyncapi.yaml), as AsyncAPI 3.`;

/** The page docs/event-catalogue.md. */
export function renderEventCatalogue(): string {
  const definitions: readonly EventDefinition[] = Object.values(catalogue);
  const sections = STREAM_CATEGORIES.map((category) =>
    renderCategory(
      category,
      definitions.filter((definition) => definition.category === category),
    ),
  );
  return `${[INTRODUCTION, renderContents(definitions), renderEnvelope(), ...sections].join('\n\n')}\n`;
}

function renderContents(definitions: readonly EventDefinition[]): string {
  const rows = definitions.map(
    ({ type, category, description }) => `| [${type}](#${type.toLowerCase()}) | \`${category}\` | ${cell(description)} |`,
  );
  return ['| event | stream | what happened |', '|---|---|---|', ...rows].join('\n');
}

function renderEnvelope(): string {
  const schema = dataSchema({ data: envelopeSchema } as unknown as EventDefinition);
  return `## The envelope\n\n${renderFields(fieldsOf(schema))}`;
}

function renderCategory(category: StreamCategory, definitions: readonly EventDefinition[]): string {
  const heading = `## \`${category}-<cluster>\`, written by ${sourceOfCategory(category)}`;
  return [heading, ...definitions.map(renderEvent)].join('\n\n');
}

function renderEvent(definition: EventDefinition): string {
  const { type, schemaVersion, description } = definition;
  return `### ${type}\n\n${description} Schema version ${schemaVersion}.\n\n${renderFields(fieldsOf(dataSchema(definition)))}`;
}

function renderFields(fields: readonly Field[]): string {
  const rows = fields.map(({ path, type, description }) => `| \`${path}\` | ${cell(type)} | ${cell(description)} |`);
  return ['| field | type | meaning |', '|---|---|---|', ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
