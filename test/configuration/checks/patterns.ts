import { definitionOf, sourceOfCategory } from '@smartscale/events';
import { eventSchema, type JsonSchema } from '../../../packages/events/src/documentation/json-schema.ts';
import { listOf } from '../template.ts';

export type Pattern = Readonly<Record<string, unknown>>;

/** Sources on our bus whose events are not in the catalogue: a drill speaks in EC2's types, so that it takes EC2's path. */
const DRILL = 'smartscale.drill';

/** What EventBridge itself puts around a detail. */
const MESSAGE_FIELDS = [
  'account',
  'detail',
  'detail-type',
  'id',
  'region',
  'replay-name',
  'resources',
  'source',
  'time',
  'version',
];

/** What is wrong with a pattern of a rule, on our bus or on the default one. */
export function patternFindings(pattern: Pattern, bus: 'ours' | 'default'): readonly string[] {
  const sources = texts(pattern['source']);
  const unknownFields = Object.keys(pattern).filter((field) => !MESSAGE_FIELDS.includes(field));
  const isReplayed = JSON.stringify(pattern['replay-name']) !== JSON.stringify([{ exists: false }]);
  return [
    ...unknownFields.map((field) => `no message has a field ${field}`),
    ...(isReplayed ? ['it lets replays through: add replay-name: [{ exists: false }]'] : []),
    ...(sources.length === 0 ? ['it names no source'] : []),
    ...(bus === 'ours' && !sources.includes(DRILL) ? eventFindings(pattern, sources) : []),
  ];
}

function eventFindings(pattern: Pattern, sources: readonly string[]): readonly string[] {
  const types = texts(pattern['detail-type']);
  if (types.length === 0) return ['it names no event'];
  return types.flatMap((type) => {
    const definition = definitionOf(type);
    if (definition === undefined) return [`${type} is not in the catalogue`];
    const writer = sourceOfCategory(definition.category);
    return [
      ...(sources.includes(writer) ? [] : [`${type} comes from ${writer}, which is not among its sources`]),
      ...detailFindings(pattern['detail'], eventSchema(definition), type),
    ];
  });
}

/** Paths and values of a detail's pattern that the schema does not have. */
function detailFindings(pattern: unknown, schema: JsonSchema | undefined, path: string): readonly string[] {
  if (pattern === undefined) return [];
  if (schema === undefined) return [`${path} does not exist`];
  if (Array.isArray(pattern)) return valueFindings(pattern, schema, path);
  return Object.entries(pattern as Pattern).flatMap(([key, inner]) =>
    detailFindings(inner, fieldOf(schema, key), `${path}.${key}`),
  );
}

/** EventBridge looks through lists: a list's field is its elements'. */
function fieldOf(schema: JsonSchema, key: string): JsonSchema | undefined {
  const options = [schema, ...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])];
  return options.map(({ properties }) => properties?.[key]).find((field) => field !== undefined);
}

function valueFindings(values: readonly unknown[], schema: JsonSchema, path: string): readonly string[] {
  const allowed = [schema, ...(schema.anyOf ?? [])].flatMap((option) => [...(option.enum ?? []), ...listOf(option.const)]);
  if (allowed.length === 0) return [];
  return values
    .filter((value) => typeof value === 'string' && !allowed.includes(value))
    .map((value) => `${path} is never ${JSON.stringify(value)}`);
}

function texts(values: unknown): readonly string[] {
  return listOf(values).filter((value) => typeof value === 'string');
}
