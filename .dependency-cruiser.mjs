// @ts-check
// Who may import whom. `npm run check:imports` applies these rules after it has seen each of them fail on a seeded violation
// (scripts/import-rules/seeds.ts). docs/adr/0005-import-rules.md says why they are as they are.

const TEST = '\\.test\\.ts$|/(testing|fixtures)/';
/** What surrounds the core of a service: composition, environment, entry points, the outside. */
const SHELL = '^services/[^/]+/src/(adapters/|(dependencies|config|handler|lambda)\\.ts$)';
/** The part of it that knows the machine it runs on. */
const PLATFORM_SHELL = '^services/[^/]+/src/(adapters/|(dependencies|config|lambda)\\.ts$)';
const STORES_OF_EVENTS = '^packages/events/src/(memory|sqlite|dynamodb|testing)/';
/**
 * Node's own modules and whatever comes from npm, declared or not.
 * @type {import('dependency-cruiser').DependencyType[]}
 */
const PLATFORM = ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];
const AWS_SDK = 'node_modules/@(aws-sdk|smithy)/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    // --- between the parts -------------------------------------------------------------------------------------------
    {
      name: 'services-talk-by-events-only',
      comment: 'A service never imports another one: it reacts to its events.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-know-no-user',
      comment: 'A package never imports a service or an app: they use it, in ways that it cannot know.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(services|apps|bench|infra|scripts)/' },
    },
    {
      name: 'services-know-no-app',
      comment: 'A service runs without any app.',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^(apps|bench)/' },
    },
    {
      name: 'services-have-three-doors',
      comment:
        'Whoever runs services uses ./core (src/decider.ts), ./handler (src/handler.ts) and ./adapters (src/adapters/index.ts), nothing behind them.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^services/', pathNot: '^services/[^/]+/src/(decider|handler|adapters/index)\\.ts$' },
    },
    {
      name: 'adapters-are-for-a-real-fleet',
      comment: 'Of all apps only the runner reaches a real Prometheus, EC2 and Slack; a simulation brings its own world.',
      severity: 'error',
      from: { path: '^apps/', pathNot: '^apps/runner/' },
      to: { path: '^services/[^/]+/src/adapters/' },
    },
    {
      name: 'few-apps-run-services',
      comment: 'Only the simulator, the runner and the command line run services; every other app reads events.',
      severity: 'error',
      from: { path: '^apps/', pathNot: '^apps/(simulator|runner|cli)/' },
      to: { path: '^services/' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'Apps do not import each other, but the command line has the simulator, the runner and the console to run.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/(simulator|runner|console)/src/index\\.ts$'] },
    },
    {
      name: 'across-packages-by-name',
      comment: 'Another package is imported by its name, so that its exports are its only doors; never by a relative path.',
      severity: 'error',
      from: { path: '^(packages|services|apps)/([^/]+)/' },
      to: {
        path: '^(packages|services|apps)/',
        pathNot: '^$1/$2/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased-workspace'],
      },
    },

    // --- inside a service: handler -> dependencies -> adapters -> ports <- core --------------------------------------
    {
      name: 'core-knows-no-shell',
      comment: 'What decides knows ports, not what is behind them.',
      severity: 'error',
      from: { path: '^services/', pathNot: [SHELL, TEST] },
      to: { path: SHELL },
    },
    {
      name: 'core-knows-no-platform',
      comment:
        'What decides, and the handler, get the outside as data and ports: no node: module, no library but zod (and @slack/types, types only).',
      severity: 'error',
      from: { path: '^services/', pathNot: [PLATFORM_SHELL, TEST] },
      to: { dependencyTypes: PLATFORM, pathNot: 'node_modules/(zod|@slack/types)/' },
    },
    {
      name: 'handler-is-given-its-outside',
      comment: 'createHandlers(deps) must run in the simulator: it imports no adapter, no environment, no composition.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/handler\\.ts$' },
      to: { path: PLATFORM_SHELL },
    },
    {
      name: 'adapters-serve-ports',
      comment: 'An adapter maps one outside thing to a port: it decides nothing and is called by no name but its own.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/adapters/', pathNot: TEST },
      to: { path: '^services/[^/]+/src/(decider|decide|evolve|dependencies|handler|lambda)\\.ts$' },
    },
    {
      name: 'lambda-is-an-entry',
      comment: 'src/lambda.ts composes for production when it is loaded; only AWS loads it.',
      severity: 'error',
      from: {},
      to: { path: '^services/[^/]+/src/lambda\\.ts$' },
    },
    {
      name: 'aws-sdk-behind-adapters',
      comment: 'The AWS SDK is known to adapters, to compositions (the runner is one) and to the stores in DynamoDB.',
      severity: 'error',
      from: {
        path: '^(packages|services|apps)/',
        pathNot: [
          TEST,
          '^services/[^/]+/src/(adapters/|dependencies\\.ts$)',
          '^packages/(events|views)/src/dynamodb/',
          '^packages/kubernetes/src/client/s3/',
          '^apps/(cli|runner)/',
        ],
      },
      to: { path: AWS_SDK },
    },

    // --- inside packages ---------------------------------------------------------------------------------------------
    {
      name: 'contract-needs-only-zod',
      comment: 'The root of packages/events needs zod and node:crypto, nothing else: each Lambda and the browser carry it.',
      severity: 'error',
      from: { path: '^packages/events/src/', pathNot: [STORES_OF_EVENTS, TEST] },
      to: { pathNot: ['^packages/events/src/(?!(memory|sqlite|dynamodb|testing)/)', 'node_modules/zod/', '^(node:)?crypto$'] },
    },
    {
      name: 'projections-fold-events-only',
      comment: 'A projection is a pure fold: it knows the contract and nothing else.',
      severity: 'error',
      from: { path: '^packages/projections/src/', pathNot: TEST },
      to: { pathNot: ['^packages/projections/src/', '^packages/events/src/index\\.ts$'] },
    },

    // --- everywhere --------------------------------------------------------------------------------------------------
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one idea or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'tests-are-leaves',
      comment: 'What ships does not import tests or what only tests need.',
      severity: 'error',
      from: { path: '^(packages|services|apps)/', pathNot: TEST },
      to: { path: TEST, pathNot: 'node_modules/' },
    },
    {
      name: 'imports-lead-somewhere',
      comment: 'Every import resolves; an unresolved one would slip past the other rules.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // The default parser does not know TypeScript 7: it would read no module at all and report success.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?!.*node_modules/).*(\\.serverless|\\.esbuild|\\.smartscale|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
