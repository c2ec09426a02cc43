import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aboveBudget, BUDGET_KILOBYTES, type BundleSize } from '../../scripts/packaging/bundle-sizes.ts';
import { packageStacks } from '../../scripts/packaging/package-stacks.ts';
import { cfnLintPeer, lintTemplates } from '../peers/cfn-lint/index.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { iamFindings } from './checks/iam-statements.ts';
import { packagedFunctionFindings } from './checks/packaged-functions.ts';
import { openDoors } from './checks/security-groups.ts';
import { composedStacks, ROOT } from './compose.ts';
import { loadStack } from './load-stack.ts';
import { exportsOf, importsIn, type Template } from './template.ts';
import { weakenings } from './weakened.ts';

const PACKAGING_TIMEOUT_MILLISECONDS = 180_000;

const stacks = composedStacks();
const named = stacks.map((stack) => [stack.alias, stack] as const);
const fileOf = ({ directory }: { directory: string }) =>
  join(directory, '.serverless/cloudformation-template-update-stack.json');
const packaged = (stack: { directory: string }) => JSON.parse(readFileSync(fileOf(stack), 'utf8')) as Template;

let sizes: readonly BundleSize[] = [];

// What a bundle weighs is one test below: a heavy one must not hide the others.
beforeAll(async () => {
  vi.stubEnv('AWS_REGION', undefined);
  const directories = stacks.map(({ directory }) => directory);
  const { problems, ...rest } = await packageStacks(directories, { unpack: false });
  expect(problems).toEqual([]);
  sizes = rest.sizes;
}, PACKAGING_TIMEOUT_MILLISECONDS);
afterAll(() => {
  vi.unstubAllEnvs();
});

it('every bundle is within its budget', () => {
  expect(sizes.length).toBeGreaterThan(0);
  expect(aboveBudget(sizes, BUDGET_KILOBYTES)).toEqual([]);
});

describe('a packaged template', () => {
  it.each(named)('of %s holds what its serverless.yml declares, as the other tests read it', (_, stack) => {
    const { Resources, Outputs } = packaged(stack);
    expect(Resources).toMatchObject(stack.template.Resources);
    expect(Outputs).toMatchObject(stack.template.Outputs);
  });

  it.each(named)('of %s imports what others export', (_, stack) => {
    const imported = importsIn(packaged(stack));
    const declared = importsIn(stack.yml);
    expect([...imported].filter((name) => !declared.has(name))).toEqual([]);
    expect(exportsOf(packaged(stack))).toEqual(exportsOf(stack.template));
  });

  it.each(named)('of %s grants no wildcard and opens no door', (_, stack) => {
    expect(iamFindings(packaged(stack))).toEqual([]);
    expect(openDoors(packaged(stack))).toEqual([]);
  });

  it.each(named)('of %s has functions that can be run and watched', (_, stack) => {
    expect(packagedFunctionFindings(packaged(stack))).toEqual([]);
  });
});

describe('the check of rights', () => {
  it('sees each of them loosened in a packaged template', () => {
    const loosened = weakenings(packaged(stacks.find(({ alias }) => alias === 'capacity-manager')!));
    expect(loosened.length).toBeGreaterThan(100);
    expect(loosened.filter(({ template }) => iamFindings(template).length === 0).map(({ title }) => title)).toEqual([]);
  });
});

describe('the check of packaged functions', () => {
  const broken = (change: (template: Template) => Template) =>
    packagedFunctionFindings(change(packaged(stacks.find(({ alias }) => alias === 'outbox-relay')!)));
  const without = (type: string) => (template: Template) => ({
    ...template,
    Resources: Object.fromEntries(Object.entries(template.Resources).filter(([, { Type }]) => Type !== type)),
  });

  it('sees logs that do not end, and failures that are lost', () => {
    expect(broken(without('AWS::Logs::LogGroup'))).toEqual([expect.stringContaining('its logs do not end')]);
    expect(broken(without('AWS::Lambda::EventSourceMapping'))).toEqual([expect.stringContaining('what it fails on is lost')]);
  });
});

describeWithPeer(cfnLintPeer, 'cfn-lint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const written = (name: string, template: object) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', ...template }));
    return file;
  };

  it('finds nothing in any packaged template', () => {
    expect(lintTemplates(stacks.map(fileOf))).toEqual([]);
  });

  it('finds nothing when the options are set the other way', () => {
    const network = loadStack(join(ROOT, 'infra/network'), { flowLogs: 'yes', ipv6Egress: 'no' });
    const backbone = loadStack(join(ROOT, 'infra/event-backbone'), { keepArchive: 'no', publishSchemas: 'no' });
    const relay = loadStack(join(ROOT, 'services/outbox-relay'), { tracing: 'yes' });
    const { Resources } = packaged(relay);
    const traced = { ...packaged(relay), Resources: { ...Resources, ...relay.template.Resources } };
    expect(
      lintTemplates([written('network', network.template), written('backbone', backbone.template), written('traced', traced)]),
    ).toEqual([]);
  });

  it('finds a seeded fault', () => {
    const Queue = { Type: 'AWS::SQS::Queue', Properties: { RetentionPeriod: 14 } };
    expect(lintTemplates([written('seeded', { Resources: { Queue } })])).toEqual([expect.stringMatching(/E3002/)]);
  });
});
