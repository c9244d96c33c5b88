import { ENGINE_SCHEMA } from '../scenario/index.ts';
import { PGliteTarget, type Target } from '../target/index.ts';
import { UsageError } from './usage-error.ts';

/** Targets that can be named, with why some are not there. */
export const TARGETS: readonly {
  readonly name: string;
  readonly summary: string;
  /** @param schema statements that make the tables; the engine's if absent */
  readonly boot: (note: (line: string) => void, schema?: readonly string[]) => Promise<Target>;
}[] = [
  {
    name: 'pglite',
    summary: 'PostgreSQL in this process (PGlite); a transaction excludes the statements of others',
    boot: (note, schema = ENGINE_SCHEMA) =>
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
