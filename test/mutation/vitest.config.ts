import { defineConfig } from 'vitest/config';

/** The tests that the mutated files answer to, and no others: each mutant runs those of them that reach it. */
export default defineConfig({
  test: {
    include: [
      'services/decision-engine/src/**/*.{test,prop.test}.ts',
      'services/capacity-manager/src/planning/*.{test,prop.test}.ts',
      'packages/kubernetes/src/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/*.int.test.ts'],
  },
});
