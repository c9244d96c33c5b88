import { ENGINE_SCHEMA } from '../scenario/index.ts';
import { SecondOpinion } from '../opinion/index.ts';
import { PGliteTarget, PgMemTarget, type Target } from '../target/index.ts';
import { UsageError } from './usage-error.ts';

/** Targets that can be named, with why some are not there. */
export const TARGETS: readonly {
  readonly name: string;
  readonly summary: string;
  /** @param schema statements that make the tables */
  readonly boot: (schema: readonly string[], note: (line: string) => void) => Promise<Target>;
}[] = [
  {
    name: 'pglite',
    summary: 'PostgreSQL in this process (PGlite); a transaction excludes the statements of others',
    boot: (schema, note) =>
      PGliteTarget.boot({
        schema,
        onFirstBoot: () => note('preparing the database image, once, takes some seconds …'),
      }),
  },
  {
    name: 'postgres',
    summary: 'a real PostgreSQL server: not in this build',
    boot: () => {
      throw new UsageError('target "postgres" is not in this build: use --target pglite');
    },
  },
];

/** Databases that can give a second opinion. */
export const OPINIONS: readonly {
  readonly name: string;
  readonly summary: string;
  readonly boot: () => Promise<SecondOpinion>;
}[] = [
  {
    name: 'pg-mem',
    summary: "PostgreSQL's language over JavaScript objects: no transactions, another author",
    boot: async () => new SecondOpinion(await PgMemTarget.boot({ schema: ENGINE_SCHEMA })),
  },
];
