import { join } from 'node:path';
import { catalogue, type EventType } from '@smartscale/events';
import { ATTRIBUTES, eventTable } from '@smartscale/events/dynamodb';
import { viewsTable } from '@smartscale/views/dynamodb';
import { describe, expect, it } from 'vitest';
import { ROOT } from './compose.ts';
import { loadStack } from './load-stack.ts';
import { listOf, resourcesOf, type Template } from './template.ts';

const directory = join(ROOT, 'infra/event-backbone');
const { template } = loadStack(directory);
const resource = (id: string) => template.Resources[id]!;

describe('the event table', () => {
  it('is the one that the store expects', () => {
    const { TableName: _, StreamSpecification: stream, ...expected } = eventTable('any');
    expect(resource('EventTable').Properties).toMatchObject(expected);
    expect(resource('EventTable').Properties?.['StreamSpecification']).toEqual({ StreamViewType: stream?.StreamViewType });
    expect(resource('EventTable').Properties?.['TimeToLiveSpecification']).toEqual({
      AttributeName: ATTRIBUTES.expiresAt,
      Enabled: true,
    });
  });

  it('survives its stack, a replacement, a slip and a bad write', () => {
    expect(resource('EventTable')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    });
  });
});

describe('the views table', () => {
  it('is the one that the view store expects', () => {
    const { TableName: _, ...expected } = viewsTable('any');
    expect(resource('ViewsTable').Properties).toMatchObject(expected);
  });
});

describe('the schema registry', () => {
  const schemas = resourcesOf(template, 'AWS::EventSchemas::Schema');

  it('has every catalogued event, under the name that EventBridge would give it', () => {
    const names = schemas.map(([, { Properties }]) => String(Properties?.['SchemaName']));
    expect(names.map((name) => name.split('@')[1])).toEqual(Object.keys(catalogue));
    expect(names).toContain('smartscale.capacity-manager@NodeLaunched');
  });

  it.each(schemas)('%s is a schema of draft 4 for the message, source and type included', (id, { Properties }) => {
    const type = id.replace(/Schema$/, '') as EventType;
    expect(Properties?.['Type']).toBe('JSONSchemaDraft4');
    expect(JSON.parse(String(Properties?.['Content']))).toMatchObject({
      $schema: 'http://json-schema.org/draft-04/schema#',
      properties: {
        'detail-type': { enum: [type] },
        detail: { properties: { type: { enum: [type] }, schemaVersion: { enum: [catalogue[type].schemaVersion] } } },
      },
    });
  });
});

describe('the queues', () => {
  const queues = resourcesOf(template, 'AWS::SQS::Queue');
  const policies = resourcesOf(template, 'AWS::SQS::QueuePolicy').map(([, { Properties }]) => Properties as QueuePolicy);
  const policyOf = (queue: string) => policies.find(({ Queues: [{ Ref }] }) => Ref === queue)!.PolicyDocument.Statement;

  it.each(queues)('%s is encrypted and refuses what is not', (id, { Properties }) => {
    expect(Properties?.['SqsManagedSseEnabled']).toBe(true);
    expect(policyOf(id)).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it.each(queues)('%s admits EventBridge alone, for rules of ours, to send', (id) => {
    for (const statement of policyOf(id).filter(({ Effect }) => Effect === 'Allow')) {
      expect(statement.Principal).toEqual({ Service: 'events.amazonaws.com' });
      expect(statement.Action).toBe('sqs:SendMessage');
      expect(JSON.stringify(statement.Condition)).toContain('aws:SourceArn');
    }
  });

  it.each(['DeadLetterQueue', 'FailureQueue'])('%s raises an alarm when anything is in it', (id) => {
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    expect(alarms).toContainEqual(
      expect.objectContaining({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }],
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 0,
      }),
    );
  });

  it('keeps replays, and nothing else, for inspection', () => {
    expect(resource('InspectionRule').Properties).toMatchObject({
      EventPattern: { 'replay-name': [{ exists: true }] },
      Targets: [{ Arn: { 'Fn::GetAtt': ['InspectionQueue', 'Arn'] } }],
    });
    const [allowed] = policyOf('InspectionQueue').filter(({ Effect }) => Effect === 'Allow');
    expect(allowed?.Condition).toEqual({ ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['InspectionRule', 'Arn'] } } });
  });
});

describe('what an emulator does not know', () => {
  it('can be left out without leaving a reference to it', () => {
    const reduced = loadStack(directory, { keepArchive: 'no', publishSchemas: 'no' }).template;
    expect(typesOf(reduced)).not.toContain('AWS::Events::Archive');
    expect(typesOf(reduced)).not.toContain('AWS::EventSchemas::Schema');
    expect(JSON.stringify(reduced)).not.toMatch(/"Archive"|SchemaRegistry/);
    expect(typesOf(template)).toContain('AWS::Events::Archive');
  });

  it('cannot be asked for in words that nobody knows', () => {
    expect(() => loadStack(directory, { keepArchive: 'maybe' })).toThrow('archive.yml');
  });
});

type QueuePolicy = {
  readonly Queues: readonly [{ readonly Ref: string }];
  readonly PolicyDocument: {
    readonly Statement: readonly { Effect: string; Principal: unknown; Action: unknown; Condition?: unknown }[];
  };
};

function typesOf({ Resources }: Template): readonly string[] {
  return listOf(Object.values(Resources).map(({ Type }) => Type)) as readonly string[];
}
