/**
 * `npm run mutate`: changes what decides, one small thing at a time, and asks the tests whether they see it. It mutates the rules by which
 * machines come and go: signals, guards, sizes, who is chosen as a victim, what a drain may evict. What no test can see, and why, is in
 * `survivors.md`.
 *
 * Results are kept in `.mutation/known.json`, and only what changed is tried again. After new tests for what is made once, as a module
 * is loaded, add `--force`: of such a mutant it is not known which tests reach it.
 */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  coverageAnalysis: 'perTest',
  mutate: [
    'services/decision-engine/src/{decide,proposal,nearest-flip,situation}.ts',
    'services/decision-engine/src/{signals,guards}/*.ts',
    'services/capacity-manager/src/planning/*.ts',
    'packages/kubernetes/src/{drain-plan,drain,evictions}.ts',
    '!**/*.test.ts',
  ],
  // TypeScript 7 is not what Stryker's own preprocessor reads: there is no such file, and nothing of ours needs one.
  tsconfigFile: 'none.json',
  ignorePatterns: ['**/.serverless', '**/.esbuild', '.smartscale', 'infra', 'test/e2e', 'coverage'],
  tempDirName: '.mutation/sandbox',
  incrementalFile: '.mutation/known.json',
  incremental: true,
  reporters: ['clear-text', 'progress', 'json'],
  jsonReporter: { fileName: '.mutation/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  // Text for people: what a message says is not a rule.
  mutator: { excludedMutations: ['StringLiteral'] },
  thresholds: { high: 95, low: 90, break: 85 },
  concurrency: 2,
  // A mutant that takes this long counts as killed, so it must be one without end and not one on a busy machine.
  timeoutMS: 60_000,
};
