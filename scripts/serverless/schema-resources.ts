import { catalogue, type EventType, sourceOfCategory } from '@smartscale/events';
import { eventSchema } from '../../packages/events/src/documentation/json-schema.ts';

/** The part of a template that holds the schema of every catalogued event, in the registry `SchemaRegistry`. */
export type SchemaResources = { readonly Resources: Readonly<Record<string, SchemaResource>> };

type SchemaResource = {
  readonly Type: 'AWS::EventSchemas::Schema';
  readonly Condition: 'PublishesSchemas';
  readonly Properties: {
    readonly RegistryName: { readonly 'Fn::GetAtt': readonly string[] };
    /** `<source>@<detail-type>`, as EventBridge itself names the schemas that it discovers. */
    readonly SchemaName: string;
    readonly Description: string;
    readonly Type: 'JSONSchemaDraft4';
    /** JSON text, see messageSchema. */
    readonly Content: string;
  };
};

export function schemaResources(): SchemaResources {
  const types = Object.keys(catalogue) as EventType[];
  return { Resources: Object.fromEntries(types.map((type) => [`${type}Schema`, schemaResource(type)])) };
}

function schemaResource(type: EventType): SchemaResource {
  const { category, description } = catalogue[type];
  return {
    Type: 'AWS::EventSchemas::Schema',
    Condition: 'PublishesSchemas',
    Properties: {
      RegistryName: { 'Fn::GetAtt': ['SchemaRegistry', 'RegistryName'] },
      SchemaName: `${sourceOfCategory(category)}@${type}`,
      Description: description,
      Type: 'JSONSchemaDraft4',
      Content: JSON.stringify(messageSchema(type)),
    },
  };
}

/** JSON Schema, draft 4, of an event's whole message on the bus: what EventBridge adds, and in `detail` the envelope. */
export function messageSchema(type: EventType): object {
  const { $schema, ...detail } = eventSchema(catalogue[type], 'draft-4') as { $schema?: string };
  const text = { type: 'string' };
  const properties = {
    version: text,
    id: text,
    'detail-type': { enum: [type] },
    source: { enum: [sourceOfCategory(catalogue[type].category)] },
    account: text,
    time: { type: 'string', format: 'date-time' },
    region: text,
    resources: { type: 'array', items: text },
    detail,
  };
  return { $schema, title: type, type: 'object', required: Object.keys(properties), properties };
}
