import { catalogue, type EventType, sourceOfCategory } from '@smartscale/events';
import { eventSchema } from '../../packages/events/src/documentation/json-schema.ts';

/** A part of a CloudFormation template. */
type Template = { readonly Resources: Readonly<Record<string, object>>; readonly Outputs: Readonly<Record<string, object>> };

const REGISTRY_NAME = { 'Fn::GetAtt': ['SchemaRegistry', 'RegistryName'] };

/** The schema registry, and in it the schema of every catalogued event. */
export function schemaResources(): Template {
  const types = Object.keys(catalogue) as EventType[];
  return {
    Resources: {
      SchemaRegistry: {
        Type: 'AWS::EventSchemas::Registry',
        Properties: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the framework fills it in.
          RegistryName: 'smartscale-${sls:stage}',
          Description: 'Every event of the catalogue, as it is on the bus.',
        },
      },
      ...Object.fromEntries(types.map((type) => [`${type}Schema`, schemaResource(type)])),
    },
    Outputs: { SchemaRegistryName: { Value: REGISTRY_NAME } },
  };
}

/** Named `<source>@<detail-type>`, as EventBridge names the schemas that it discovers by itself. */
function schemaResource(type: EventType): object {
  const { category, description } = catalogue[type];
  return {
    Type: 'AWS::EventSchemas::Schema',
    Properties: {
      RegistryName: REGISTRY_NAME,
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
