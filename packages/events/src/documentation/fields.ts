import type { JsonSchema } from './json-schema.ts';

/** One line of documentation: `pods.unschedulableSizes[].cores`, its type in words, and what the schema says of it. */
export type Field = { readonly path: string; readonly type: string; readonly description: string };

/** Every field of a schema, nested ones after the one that holds them. */
export function fieldsOf(schema: JsonSchema, prefix = ''): readonly Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const { inner, type } = unwrap(property);
    const described = { path, type, description: property.description ?? inner.description ?? '' };
    return [described, ...nestedFields(path, inner)];
  });
}

function nestedFields(path: string, schema: JsonSchema): readonly Field[] {
  if (schema.items) return fieldsOf(unwrap(schema.items).inner, `${path}[].`);
  if (typeof schema.additionalProperties === 'object') return fieldsOf(schema.additionalProperties, `${path}.<name>.`);
  return fieldsOf(schema, `${path}.`);
}

/** A schema without the `or null` around it, and the name of the whole. */
function unwrap(schema: JsonSchema): { inner: JsonSchema; type: string } {
  const options = schema.anyOf ?? [schema];
  const inner = options.find(({ type }) => type !== 'null') ?? schema;
  const isNullable = options.length > 1;
  return { inner, type: isNullable ? `${typeName(inner)} or null` : typeName(inner) };
}

function typeName(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.items) return `list of ${typeName(unwrap(schema.items).inner)}`;
  if (schema.pattern?.endsWith('Z$')) return 'time';
  if (typeof schema.additionalProperties === 'object') return 'object by name';
  return NAMES[schema.type ?? ''] ?? 'any';
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'yes or no',
  object: 'object',
  null: 'null',
};
