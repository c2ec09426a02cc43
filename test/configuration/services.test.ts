import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calledCommands } from './called-commands.ts';
import { functionFindings } from './checks/functions.ts';
import { handlerFindings } from './checks/handlers.ts';
import { type Pattern, patternFindings } from './checks/patterns.ts';
import { rightsFindings } from './checks/rights-in-use.ts';
import { composedStacks, ROOT } from './compose.ts';

const services = composedStacks().filter(({ functions }) => Object.keys(functions).length > 0);
const named = services.map((service) => [service.alias, service] as const);

const rules = services.flatMap(({ alias, functions }) =>
  Object.entries(functions).flatMap(([name, { events = [] }]) =>
    events.flatMap((event, index) => {
      const rule = event['eventBridge'] as { pattern: Pattern; eventBus?: unknown } | undefined;
      return rule === undefined ? [] : [[`${alias}/${name}#${index + 1}`, rule] as const];
    }),
  ),
);

describe('every function', () => {
  it.each(named)('of %s has memory, a timeout, a role, an end to its logs and a place for what fails', (_, service) => {
    expect(functionFindings(service)).toEqual([]);
  });

  it.each(named)('of %s has its handler where it says', (_, { directory, functions }) => {
    expect(handlerFindings(functions, sourceIn(directory))).toEqual([]);
  });

  it.each(named)('of %s may do what it does, and nothing else', (_, service) => {
    const commands = calledCommands(join(service.directory, 'src/lambda.ts'));
    expect(rightsFindings({ ...service, commands })).toEqual([]);
  });
});

describe('every rule', () => {
  it.each(rules)('%s excludes replays and names events, writers, fields and values that exist', (_, { pattern, eventBus }) => {
    expect(patternFindings(pattern, eventBus === undefined ? 'default' : 'ours')).toEqual([]);
  });
});

describe('the check of functions', () => {
  const provider = { memorySize: 512, timeout: 30, logRetentionInDays: 30 };
  const rule = { eventBridge: { pattern: {}, retryPolicy: {}, deadLetterQueueArn: 'arn' } };
  const sound = { handler: 'src/lambda.a', role: 'ARole', destinations: { onFailure: 'arn' }, events: [rule] };
  const check = (change: object, inProvider: object = {}) =>
    functionFindings({ provider: { ...provider, ...inProvider }, functions: { a: { ...sound, ...change } } });

  it('sees what a function lacks', () => {
    expect(check({})).toEqual([]);
    expect(check({}, { memorySize: undefined })).toEqual(['a: has no memorySize']);
    expect(check({ timeout: 901 })).toEqual(['a: has no usable timeout']);
    expect(check({}, { logRetentionInDays: undefined })).toEqual([expect.stringContaining('logs are kept for ever')]);
    expect(check({ role: undefined })).toEqual(['a: has no role of its own']);
    expect(check({ destinations: undefined })).toEqual([expect.stringContaining('what it fails on is lost')]);
    expect(check({ events: [{ eventBridge: { pattern: {} } }] })).toHaveLength(2);
    expect(check({ destinations: undefined, events: [{ stream: {} }] })).toEqual([
      expect.stringContaining('in its stream is lost'),
    ]);
  });

  it('sees a role that two functions share', () => {
    expect(functionFindings({ provider, functions: { a: sound, b: sound } })).toEqual(['two functions share the role ARole']);
  });
});

describe('the check of handlers', () => {
  it('sees a file that is not there, and a name that is not exported', () => {
    const source = (path: string) => (path === 'src/lambda.ts' ? 'export const scale = 1;\nconst hidden = 2;' : undefined);
    const check = (handler: string) => handlerFindings({ f: { handler } }, source);
    expect(check('src/lambda.scale')).toEqual([]);
    expect(check('src/lambda.hidden')).toEqual(['f: src/lambda.ts does not export hidden']);
    expect(check('src/handler.scale')).toEqual(['f: there is no src/handler.ts']);
  });
});

describe('the check of patterns', () => {
  const sound = {
    source: ['smartscale.decision-engine'],
    'detail-type': ['ScaleDecided'],
    detail: { data: { action: ['up', 'down'] } },
    'replay-name': [{ exists: false }],
  };
  it.each([
    ['a replay', { 'replay-name': undefined }, 'lets replays through'],
    ['a replay by another condition', { 'replay-name': [{ exists: true }] }, 'lets replays through'],
    ['no source', { source: undefined }, 'names no source'],
    ['another writer', { source: ['smartscale.notifier'] }, 'comes from smartscale.decision-engine'],
    ['no event', { 'detail-type': undefined }, 'names no event'],
    ['an unknown event', { 'detail-type': ['ScaleWished'] }, 'ScaleWished is not in the catalogue'],
    ['an unknown field', { detail: { data: { direction: ['up'] } } }, 'ScaleDecided.data.direction does not exist'],
    ['a field beside the data', { detail: { action: ['up'] } }, 'ScaleDecided.action does not exist'],
    ['an unknown value', { detail: { data: { action: ['grow'] } } }, 'ScaleDecided.data.action is never "grow"'],
    ['an unknown part of a message', { 'detail-types': ['ScaleDecided'] }, 'no message has a field detail-types'],
  ])('sees %s', (_, change, finding) => {
    expect(patternFindings({ ...sound, ...change }, 'ours')).toEqual(
      expect.arrayContaining([expect.stringContaining(finding)]),
    );
  });

  it('looks into lists and into what may be null, as EventBridge does', () => {
    const sampled = (data: object) => ({
      source: ['smartscale.metrics-collector'],
      'detail-type': ['MetricsSampled'],
      detail: { data },
      'replay-name': [{ exists: false }],
    });
    const check = (data: object) => patternFindings(sampled(data), 'ours');
    expect(check({ pods: { unschedulableSizes: { count: [{ numeric: ['>', 5] }] } } })).toEqual([]);
    expect(check({ pods: { unschedulableSizes: { colour: ['red'] } } })).toEqual([
      expect.stringContaining('colour does not exist'),
    ]);
    expect(check({ cpu: { usedCores: [{ exists: true }] } })).toEqual([]);
    expect(check({ cpu: { colour: ['red'] } })).toEqual([expect.stringContaining('colour does not exist')]);
    expect(patternFindings(sound, 'ours')).toEqual([]);
  });
});

describe('the check of rights', () => {
  const statement = (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: 'arn' });
  const check = (granted: string[], commands: string[], wiring: object = {}) =>
    rightsFindings({
      functions: { a: { handler: 'src/lambda.a', role: 'ARole', ...wiring } },
      template: {
        Resources: {
          ARole: {
            Type: 'AWS::IAM::Role',
            Properties: {
              Policies: [
                { PolicyDocument: { Statement: [statement('logs:CreateLogStream', 'logs:PutLogEvents', ...granted)] } },
              ],
            },
          },
        },
        Outputs: {},
      },
      commands,
    });

  it('sees a right that nothing uses, and a use that has no right', () => {
    expect(check(['dynamodb:PutItem'], ['PutCommand'])).toEqual([]);
    expect(check(['dynamodb:PutItem', 'dynamodb:Scan'], ['PutCommand'])).toEqual(['a may dynamodb:Scan, and nothing does']);
    expect(check([], ['PutCommand'])).toEqual(['dynamodb:PutItem is called and no function has the right']);
    expect(check([], ['ScanCommand'])).toEqual([expect.stringContaining('ScanCommand is called, but')]);
  });

  it('sees what a transaction does besides putting', () => {
    const commands = calledCommands(join(ROOT, 'services/projections/src/lambda.ts'));
    expect(commands).toContain('TransactWriteDelete');
    expect(check(['dynamodb:PutItem'], ['TransactWriteCommand', 'TransactWriteDelete'])).toEqual([
      'dynamodb:DeleteItem is called and no function has the right',
    ]);
    expect(calledCommands(join(ROOT, 'services/decision-engine/src/lambda.ts'))).not.toContain('TransactWriteDelete');
  });

  it('sees what the wiring needs', () => {
    const failing = { destinations: { onFailure: { type: 'sqs' } } };
    expect(check(['sqs:SendMessage'], [], failing)).toEqual([]);
    expect(check([], [], failing)).toEqual(['a needs sqs:SendMessage for its wiring and has no right']);
    expect(check([], [], { vpc: {} })).toHaveLength(6);
    expect(check([], [], { events: [{ stream: {} }] })).toHaveLength(4);
  });
});

function sourceIn(directory: string): (path: string) => string | undefined {
  return (path) => {
    const file = join(directory, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
}
