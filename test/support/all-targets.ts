import { inject } from 'vitest';
import { PGliteTarget, PgMemTarget, PostgresTarget, type Target } from '../../sim/target/index.ts';
import { missingServer } from './embedded-server.ts';

/** A target, as tests boot it. */
export type TestTarget = {
  /** Names the target; where it cannot be had, says why. */
  readonly title: string;
  readonly isMissing: boolean;
  /** Boots it with tables. */
  readonly boot: (schema: readonly string[]) => Promise<Target>;
  /** Whether it can make the tables that only PostgreSQL can make. */
  readonly isPostgres: boolean;
};

const databaseUrl = inject('postgresUrl');

/** Every target there is. */
export const allTargets: readonly TestTarget[] = [
  {
    title: 'pglite',
    isMissing: false,
    isPostgres: true,
    boot: (schema) => PGliteTarget.boot({ schema }),
  },
  {
    title: `postgres${missingServer}`,
    isMissing: missingServer !== '',
    isPostgres: true,
    boot: (schema) => PostgresTarget.boot({ schema }),
  },
  {
    title: `postgres on a server that runs already${databaseUrl ? '' : ': install the postgresql package or set SKEIN_TEST_DATABASE_URL'}`,
    isMissing: databaseUrl === null,
    isPostgres: true,
    boot: (schema) => PostgresTarget.boot({ schema, databaseUrl: databaseUrl ?? undefined }),
  },
  {
    title: 'pg-mem',
    isMissing: false,
    isPostgres: false,
    boot: (schema) => PgMemTarget.boot({ schema }),
  },
];

/** Those that are PostgreSQL. */
export const realTargets = allTargets.filter(({ isPostgres }) => isPostgres);
