import { ENGINE_SCHEMA } from '../scenario/index.ts';
import { SecondOpinion } from '../opinion/index.ts';
import { PGliteTarget, PgMemTarget, PostgresTarget, type Target } from '../target/index.ts';
import { UsageError } from '../../src/cli/index.ts';

/** Targets that can be named, with why some are not there. */
export const TARGETS: readonly {
  readonly name: string;
  readonly summary: string;
  /** Whether it can use a server that runs already. */
  readonly takesUrl?: true;
  /**
   * @param schema statements that make the tables
   * @param databaseUrl of a server that runs already
   */
  readonly boot: (
    schema: readonly string[],
    note: (line: string) => void,
    databaseUrl?: string,
  ) => Promise<Target>;
}[] = [
  {
    name: 'pglite',
    summary: 'PostgreSQL in this process (PGlite), with sessions that meet in its own locks',
    boot: (schema, note) =>
      PGliteTarget.boot({
        schema,
        onFirstBoot: () => note('preparing the database image, once, takes some seconds …'),
      }),
  },
  {
    name: 'postgres',
    summary: 'a real PostgreSQL server, booted for this process or given with --database-url',
    takesUrl: true,
    boot: (schema, _, databaseUrl) => PostgresTarget.boot({ schema, databaseUrl }),
  },
];

/** @throws {UsageError} when the URL is none of PostgreSQL's, or none of the targets could use it. */
export function checkDatabaseUrl(
  url: string | undefined,
  targets: readonly (typeof TARGETS)[number][],
): void {
  if (url === undefined) return;
  if (!/^postgres(?:ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UsageError(`--database-url takes a URL like postgres://user@host/database, not "${url}"`);
  }
  if (targets.some(({ takesUrl }) => takesUrl)) return;
  throw new UsageError(
    `--database-url is for --target postgres: ${targets[0]?.name} brings its own database`,
  );
}

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
