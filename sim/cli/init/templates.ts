import type { Project } from './project.ts';

/** A file that a new project is given. */
export type Template = {
  readonly path: string;
  /** What it is for, in a line. */
  readonly what: string;
  readonly text: string;
};

/** What a project begins with: its configuration, a scenario of its own, and the same as a test. */
export function templatesFor({ extension, isTypeScript }: Project): readonly Template[] {
  /** Something that only TypeScript has. */
  const typed = (text: string): string => (isTypeScript ? text : '');
  const compiled = isTypeScript ? 'js' : extension; // as modules are named in imports
  const fromTop = `./simulations/booking.${compiled}`;
  const fromBeside = `./booking.${compiled}`;
  return [
    {
      path: `skein.config.${extension}`,
      what: 'what npx skein run runs',
      text: `import { defineConfig } from 'skein/config';
import { booking } from '${fromTop}';

export default defineConfig({
  scenarios: [booking],
  runs: 300,
});
`,
    },
    {
      path: `simulations/booking.${extension}`,
      what: 'a scenario: some code, who calls it at the same time, what must hold',
      text: `${typed("import type { Pool } from 'pg';\n")}import { defineScenario } from 'skein/config';

/** The code under test, which would be imported from where it is: takes a seat, unless somebody has it. */
async function book(pool${typed(': Pool')}, seat${typed(': string')}, guest${typed(': string')})${typed(': Promise<boolean>')} {
  const { rowCount } = await pool.query(
    'update seat set guest = $2 where id = $1 and guest is null',
    [seat, guest],
  );
  return rowCount === 1;

  // This looks as good, and gives the same seat to both. Put it in place of the lines above, and run again:
  //
  // const { rows } = await pool.query('select guest from seat where id = $1', [seat]);
  // if (rows[0].guest !== null) return false;
  // await pool.query('update seat set guest = $2 where id = $1', [seat, guest]);
  // return true;
}

export const booking = defineScenario({
  name: 'booking',
  summary: 'two guests want the same seat',
  schema: 'create table seat (id text primary key, guest text)',
  body: async ({ pool, actors }) => {
    await pool.query("insert into seat (id) values ('1A')");
    const { ann, bob } = await actors({
      ann: () => book(pool, '1A', 'ann'),
      bob: () => book(pool, '1A', 'bob'),
    });
    if (ann === bob) throw new Error(\`the seat was given to \${ann ? 'both' : 'neither'} of them\`);
  },
});
`,
    },
    {
      path: `simulations/booking.test.${extension}`,
      what: 'the same as a test of vitest',
      text: `import { simTest } from 'skein/vitest';
import { booking } from '${fromBeside}';

simTest('a seat is given to one guest', { schema: booking.schema }, booking.body);
`,
    },
  ];
}
