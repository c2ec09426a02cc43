// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of a serverless.yml look like that
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWiring } from './read-wiring.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'wiring-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const read = (yml: string, stage = 'test') => {
  mkdirSync(join(directory, 'services/echo'), { recursive: true });
  writeFileSync(join(directory, 'services/echo/serverless.yml'), yml);
  writeFileSync(
    join(directory, 'shared.yml'),
    'bus: !ImportValue smartscale-${sls:stage}-BusName\nprovider: { name: aws, timeout: 7 }\n',
  );
  return readWiring(join(directory, 'services'), { stage, params: { clusterId: 'c1' } });
};

const oneFunction = (rest: string): string => `service: smartscale-echo
provider: { name: aws }
functions:
  hear:
    handler: src/lambda.hear
${rest}`;

describe('a serverless.yml', () => {
  it('wires a function: bus, pattern, schedule, stream, environment and limits', () => {
    const [hear] = read(`service: smartscale-echo
provider: \${file(../../shared.yml):provider}
functions:
  hear:
    handler: src/lambda.hear
    maximumRetryAttempts: 1
    role: HearRole
    environment: { CLUSTER_ID: '\${param:clusterId}', TABLE: !ImportValue a-table, STAGE: '\${sls:stage}' }
    events:
      - eventBridge:
          eventBus: \${file(../../shared.yml):bus}
          pattern: { source: [smartscale.cli], replay-name: [{ exists: false }] }
      - eventBridge: { pattern: { source: [aws.ec2] } }
      - eventBridge: { enabled: false, pattern: { source: [aws.s3] } }
      - schedule: { method: scheduler, rate: [rate(2 minutes), 'cron(0 8 * * ? *)'], input: { tickAt: <aws.scheduler.scheduled-time> }, roleArn: !GetAtt Role.Arn }
      - stream: { type: dynamodb, arn: !ImportValue a-stream, batchSize: 5, functionResponseType: ReportBatchItemFailures, filterPatterns: [{ eventName: [INSERT] }] }
resources: { Resources: { HearRole: { Arn: '\${ssm:/not/known/here}' } } }
`);
    expect(hear).toMatchObject({ service: 'echo', name: 'hear', timeoutMilliseconds: 7_000, maximumRetryAttempts: 1 });
    expect(hear?.environment).toEqual({ CLUSTER_ID: 'c1', STAGE: 'test' });
    expect(hear?.rules.map(({ name, bus }) => [name, bus])).toEqual([
      ['echo/hear#1', 'smartscale'],
      ['echo/hear#2', 'default'],
    ]);
    expect(hear?.rules[0]?.matches({ source: 'smartscale.cli' })).toBe(true);
    expect(hear?.rules[0]?.matches({ source: 'smartscale.cli', 'replay-name': 'x' })).toBe(false);
    expect(hear?.schedules.map(({ expression }) => expression.text)).toEqual(['rate(2 minutes)', 'cron(0 8 * * ? *)']);
    expect(hear?.streams[0]).toMatchObject({
      batchSize: 5,
      reportsItemFailures: true,
      bisectsOnError: false,
      maximumRetryAttempts: -1,
    });
    expect(hear?.streams[0]?.accepts({ eventName: 'REMOVE' })).toBe(false);
  });

  it.each([
    ['that is no YAML', 'service: [', /echo\/serverless\.yml is no usable YAML/],
    ['of another name than its folder', oneFunction('').replace('-echo', '-eco'), /its folder says smartscale-echo/],
    ['with a kind of event that is not run here', oneFunction('    events: [{ sqs: arn:x }]'), /hear\.events\[0\]/],
    [
      'with a pattern that EventBridge refuses',
      oneFunction('    events: [{ eventBridge: { pattern: { source: x } } }]'),
      /serverless\.yml: pattern\.source must be a list/,
    ],
    [
      'with an unknown bus',
      oneFunction('    events: [{ eventBridge: { eventBus: other, pattern: { source: [x] } } }]'),
      /event bus "other"/,
    ],
    [
      'that takes the bus by its ARN',
      oneFunction('    events: [{ eventBridge: { eventBus: !ImportValue smartscale-test-BusArn, pattern: { source: [x] } } }]'),
      /BusName/,
    ],
    ['with a schedule of the old kind', oneFunction('    events: [{ schedule: rate(1 minute) }]'), /hear\.events\[0\]/],
    [
      'with an input transformer',
      oneFunction('    events: [{ eventBridge: { pattern: { source: [x] }, inputPath: $.detail } }]'),
      /hear\.events\[0\]/,
    ],
    [
      'with a variable that nothing gives',
      oneFunction('    timeout: ${self:custom.timeout}'),
      /serverless\.yml: nothing gives a value to \$\{self:custom\.timeout\}/,
    ],
    ['that includes a file that is not there', oneFunction('    timeout: ${file(../no.yml):x}'), /no\.yml cannot be read/],
  ])('%s is refused by name', (_, yml, says) => {
    expect(() => read(yml)).toThrow(says);
    expect(() => read(yml)).toThrow(/echo\/serverless\.yml|no\.yml/);
  });
});
