/** One file that breaks exactly one import rule. */
export type Seed = { readonly rule: string; readonly file: string; readonly code: string };

/** A small tree of the same shape as this repository, in which nothing is wrong. */
export const SOUND_TREE: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'seeds', type: 'module', dependencies: { zod: '*' } }),
  'packages/events/package.json': manifest('events', { '.': './src/index.ts', './memory': './src/memory/index.ts' }),
  'packages/events/src/index.ts': `import { hash } from 'node:crypto'; import * as z from 'zod'; export const id = [hash, z];`,
  'packages/events/src/memory/index.ts': `import { id } from '../index.ts'; export const store = id;`,
  'packages/events/src/dynamodb/index.ts': `import '@aws-sdk/client-dynamodb'; export const table = 1;`,
  'packages/projections/package.json': manifest('projections', { '.': './src/index.ts' }),
  'packages/projections/src/index.ts': `import { id } from '@smartscale/events'; export const view = id;`,
  'services/decision-engine/package.json': manifest('decision-engine', {
    './core': './src/decider.ts',
    './handler': './src/handler.ts',
    './adapters': './src/adapters/index.ts',
  }),
  'services/decision-engine/src/decider.ts': `import type { Port } from './ports.ts'; export { view } from '@smartscale/projections'; export type P = Port;`,
  'services/decision-engine/src/ports.ts': `export type Port = () => void;`,
  'services/decision-engine/src/config.ts': `import * as z from 'zod'; export const config = z;`,
  'services/decision-engine/src/adapters/ec2.ts': `import '@aws-sdk/client-ec2'; import type { Port } from '../ports.ts'; export const port: Port = () => {};`,
  'services/decision-engine/src/adapters/index.ts': `export { port } from './ec2.ts';`,
  'services/decision-engine/src/dependencies.ts': `import './config.ts'; export { port } from './adapters/ec2.ts';`,
  'services/decision-engine/src/handler.ts': `import { view } from './decider.ts'; export const createHandlers = () => view;`,
  'services/decision-engine/src/lambda.ts': `import { port } from './dependencies.ts'; import { createHandlers } from './handler.ts'; export const evaluate = [createHandlers, port];`,
  'services/decision-engine/src/decider.test.ts': `import { readFileSync } from 'node:fs'; import { view } from './decider.ts'; export const t = [view, readFileSync];`,
  'services/spot-guard/src/ports.ts': `export type Port = () => void;`,
  'apps/simulator/package.json': manifest('simulator', { '.': './src/index.ts' }),
  'apps/simulator/src/index.ts': `export { createHandlers } from '@smartscale/decision-engine/handler'; export { view } from '@smartscale/decision-engine/core';`,
  'apps/runner/package.json': manifest('runner', { '.': './src/index.ts' }),
  'apps/runner/src/index.ts': `import '@aws-sdk/client-ec2'; export { port } from '@smartscale/decision-engine/adapters'; export { view } from '@smartscale/decision-engine/core';`,
  'apps/cli/src/main.ts': `import '@aws-sdk/client-dynamodb'; export { createHandlers } from '@smartscale/simulator'; export { port } from '@smartscale/runner';`,
};

const inServices = 'services/spot-guard/src/';

/** At least one violation of every rule; of the first one every form that an import can take. */
export const SEEDS: readonly Seed[] = [
  seed(
    'services-talk-by-events-only',
    `${inServices}by-name.ts`,
    `import { view } from '@smartscale/decision-engine/core'; export const a = view;`,
  ),
  seed(
    'services-talk-by-events-only',
    `${inServices}by-path.ts`,
    `import { view } from '../../decision-engine/src/decider.ts'; export const a = view;`,
  ),
  seed(
    'services-talk-by-events-only',
    `${inServices}by-type.ts`,
    `import type { P } from '@smartscale/decision-engine/core'; export type A = P;`,
  ),
  seed('services-talk-by-events-only', `${inServices}by-export.ts`, `export { view } from '@smartscale/decision-engine/core';`),
  seed(
    'services-talk-by-events-only',
    `${inServices}by-call.ts`,
    `export const a = () => import('@smartscale/decision-engine/core');`,
  ),
  seed(
    'services-talk-by-events-only',
    `${inServices}by-using.ts`,
    `export async function a() { await using b = await import('@smartscale/decision-engine/core'); return b; }`,
  ),
  seed('packages-know-no-user', 'packages/projections/src/user.test.ts', `import '@smartscale/decision-engine/core';`),
  seed('services-know-no-app', `${inServices}app.ts`, `import '../../../apps/simulator/src/index.ts';`),
  seed(
    'services-have-three-doors',
    'apps/simulator/src/back-door.ts',
    `import '../../../services/decision-engine/src/ports.ts';`,
  ),
  seed(
    'services-have-three-doors',
    'apps/runner/src/side-door.ts',
    `import '../../../services/decision-engine/src/adapters/ec2.ts';`,
  ),
  seed('adapters-are-for-a-real-fleet', 'apps/simulator/src/real.ts', `import '@smartscale/decision-engine/adapters';`),
  seed('adapters-are-for-a-real-fleet', 'apps/cli/src/real.ts', `import '@smartscale/decision-engine/adapters';`),
  seed('few-apps-run-services', 'apps/console/src/runs.ts', `import '@smartscale/decision-engine/core';`),
  seed('apps-stand-alone', 'apps/simulator/src/other-app.ts', `import '../../cli/src/main.ts';`),
  seed('across-packages-by-name', 'packages/projections/src/by-path.ts', `import '../../events/src/index.ts';`),
  seed('core-knows-no-shell', `${inServices}reads-config.ts`, `import './config.ts';`),
  seed(
    'core-knows-no-shell',
    'services/decision-engine/src/signals/cpu.ts',
    `import { port } from '../adapters/ec2.ts'; export const a = port;`,
  ),
  seed(
    'core-knows-no-platform',
    `${inServices}reads-files.ts`,
    `import { readFileSync } from 'node:fs'; export const a = readFileSync;`,
  ),
  seed(
    'core-knows-no-platform',
    `${inServices}sleeps.ts`,
    `import { setTimeout as sleep } from 'timers/promises'; export const a = sleep;`,
  ),
  seed('core-knows-no-platform', `${inServices}asks-ec2.ts`, `import '@aws-sdk/client-ec2';`),
  seed('core-knows-no-platform', `${inServices}draws-ids.ts`, `import { uuidv7 } from 'uuidv7'; export const a = uuidv7;`),
  seed('handler-is-given-its-outside', `services/notifier/src/handler.ts`, `import './adapters/slack.ts';`),
  seed(
    'core-knows-no-platform',
    `services/outbox-relay/src/handler.ts`,
    `import { readFileSync } from 'node:fs'; export const a = readFileSync;`,
  ),
  seed('adapters-serve-ports', `${inServices}adapters/decides.ts`, `import '../decider.ts';`),
  seed('lambda-is-an-entry', 'services/decision-engine/src/dependencies.test.ts', `import './lambda.ts';`),
  seed('aws-sdk-behind-adapters', 'packages/lambda/src/store.ts', `import '@aws-sdk/client-dynamodb';`),
  seed(
    'aws-sdk-behind-adapters',
    'packages/events/src/sqlite/store.ts',
    `import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'; export type A = DynamoDBClient;`,
  ),
  seed(
    'contract-needs-only-zod',
    'packages/events/src/reads-files.ts',
    `import { readFileSync } from 'node:fs'; export const a = readFileSync;`,
  ),
  seed('contract-needs-only-zod', 'packages/events/src/has-a-store.ts', `export { store } from './memory/index.ts';`),
  seed(
    'contract-needs-only-zod',
    'packages/events/src/draws-ids.ts',
    `import { uuidv7 } from 'uuidv7'; export const a = uuidv7;`,
  ),
  seed(
    'projections-fold-events-only',
    'packages/projections/src/store.ts',
    `export { store } from '@smartscale/events/memory';`,
  ),
  seed('no-circular', 'packages/lambda/src/one.ts', `import { two } from './two.ts'; export const one = () => two;`),
  seed('tests-are-leaves', 'packages/events/src/memory/testing.ts', `import '../testing/scenario.ts';`),
  seed('imports-lead-somewhere', 'apps/cli/src/gone.ts', `import './not-there.ts';`),
];

/** What seeds import, and what is right by itself. */
export const SEEDED_NEIGHBOURS: Readonly<Record<string, string>> = {
  [`${inServices}config.ts`]: 'export const config = 1;',
  [`${inServices}decider.ts`]: 'export const decide = 1;',
  'services/notifier/src/adapters/slack.ts': 'export const slack = 1;',
  'packages/lambda/src/two.ts': `import { one } from './one.ts'; export const two = () => one;`,
  'packages/events/src/testing/scenario.ts': 'export const scenario = 1;',
};

function seed(rule: string, file: string, code: string): Seed {
  return { rule, file, code };
}

function manifest(name: string, exports: Record<string, string>): string {
  return JSON.stringify({ name: `@smartscale/${name}`, type: 'module', exports });
}
