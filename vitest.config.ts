import { defineConfig } from 'vitest/config';

/** Tests of what is changed in a process for good: they see it change. */
const ALONE = ['test/sim/kernel/trap-timers.test.ts'];
const PATIENCE = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'alone',
          include: ALONE,
          pool: 'forks',
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'shared', // a fifth of all time would go into loading the same modules again for each file
          globalSetup: ['test/support/built-package.ts', 'test/support/postgres-cluster.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ALONE,
          pool: 'forks',
          isolate: false,
          ...PATIENCE,
        },
      },
    ],
  },
});
