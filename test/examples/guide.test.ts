import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faults, schedules } from '../../sim/fast-check/index.ts';
import { credit } from './fast-check/credit.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const guide = readFileSync(join(ROOT, 'docs', 'simulate-your-code.md'), 'utf8');

/** Files that the guide links to, and what it shows of them. */
const shown = [...guide.matchAll(/\]\(\.\.\/(test\/examples\/\S+\.ts)\)\n\n```ts\n([^]*?)```/g)].map(
  (match) => ({
    path: match[1] ?? '',
    code: match[2],
  }),
);

/** The same code as it is written outside of this repository. */
function published(code: string): string {
  return code
    .replaceAll(/'(?:\.\.\/)+(?:sim\/(?=vitest\/|fast-check\/))?([\w-]+)\/index\.ts'/g, "'skein/$1'")
    .replaceAll('simTest.fails(', 'simTest(')
    .replaceAll('it.fails(', 'it(');
}

describe('the guide to simulating your own code', () => {
  it.each(shown)('shows $path as it is', ({ path, code }) => {
    expect(code).toBe(published(readFileSync(join(ROOT, path), 'utf8')));
  });

  it('shows every example, but for tests that differ in one import from one that it shows', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
      .filter(
        (file) =>
          file.endsWith('.ts') && !/^[\w-]+\.test\.ts$|^orders[/\\]|[/\\]transfer\.test\.ts$/.test(file),
      )
      .map((file) => `test/examples/${file.replaceAll('\\', '/')}`);
    expect(shown.map(({ path }) => path).toSorted()).toEqual(files.toSorted());
  });

  it('shows what fast-check prints of its example', async () => {
    const schema = 'create table account (id text primary key, balance int not null)';
    const amount = fc.integer({ min: 1, max: 100 });
    const kinds = faults(['lost-connection', 'lost-commit']);
    const property = fc.asyncProperty(schedules(), kinds, amount, amount, (schedule, faults, a, b) =>
      schedule.run({ schema, faults }, async ({ pool, actors }) => {
        await pool.query(`insert into account values ('x', 0)`);
        await actors({ alice: () => credit(pool, 'x', a), bob: () => credit(pool, 'x', b) });
        const { rows } = await pool.query('select balance from account');
        expect(rows).toEqual([{ balance: a + b }]);
      }),
    );
    const report = await fc.assert(property, { seed: 1 }).then(String, String);
    const [, printed = 'nothing'] = /```text\n(Error: Property failed[^]*?)```/.exec(guide) ?? [];
    expect(report).toContain(printed.trim());
  });

  it('has a script that runs without vitest, and fails with the report', async () => {
    const script = join(import.meta.dirname, 'plain', 'transfers.ts');
    const run = await new Promise<{ code: unknown; output: string }>((resolve) => {
      execFile(process.execPath, ['--import', 'tsx', script], { cwd: ROOT }, (error, output) =>
        resolve({ code: error?.code, output }),
      );
    });
    expect(run.code).toBe(1);
    expect(run.output).toContain('✗ transfers  main threw AssertionError');
    expect(run.output).toMatch(/replay: SKEIN_REPLAY=sk1_\S+ npx tsx transfers\.ts/);
  });
});
