import { defineConfig } from 'vitest/config';

/** Tests of what is changed in a process for good: they see it change. */
const ALONE = ['test/sim/kernel/trap-timers.test.ts'];
const ALL = { pool: 'forks', testTimeout: 120_000, hookTimeout: 120_000 } as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...ALL,
          name: 'alone',
          include: ALONE,
        },
      },
      {
        test: {
          ...ALL,
          name: 'shared', // a fifth of all time would go into loading the same modules again for each file
          globalSetup: ['test/support/built-package.ts', 'test/support/postgres-cluster.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ALONE,
          isolate: false,
        },
      },
    ],
  },
});
