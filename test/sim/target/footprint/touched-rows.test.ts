import { describe, expect, it } from 'vitest';
import { run } from '../../../../sim/campaign/index.ts';
import { EPOCH, RandomRoot } from '../../../../sim/kernel/index.ts';
import { ENGINE_SCHEMA, SCENARIOS } from '../../../../sim/scenario/index.ts';
import { random } from '../../../../sim/strategy/random.ts';
import type { SqlDetail } from '../../../../sim/target/index.ts';
import { readCatalogue } from '../../../../sim/target/footprint/catalogue.ts';
import { sharedTarget, worldOf } from '../../../support/targets.ts';
import { missingIn, touchedBy } from '../../../support/touched-rows.ts';

const target = sharedTarget(ENGINE_SCHEMA);

const KEYS = `select c.relname as table, jsonb_agg(a.attname order by a.attnum) as columns
  from pg_index i join pg_class c on c.oid = i.indrelid
  join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
  where i.indisprimary and c.relnamespace = 'public'::regnamespace group by c.relname`;

/** The statements of a run, one after the other, in transactions of their own. @returns what footprints left out */
async function compare(scenario: (typeof SCENARIOS)[number], seed: string): Promise<Comparison> {
  const catalogue = readCatalogue((text) => target().inspect(text));
  const keys = target().inspect(KEYS) as readonly { readonly table: string; readonly columns: string[] }[]; // as in KEYS
  const columns = new Map(keys.map((key) => [key.table, key.columns]));
  const { trace } = await run(target(), { scenario, size: scenario.size, seed, defect: undefined }, (root) =>
    random.chooser(root.stream('schedule')),
  );
  let now = EPOCH;
  target().reset({ now: () => now, entropy: new RandomRoot(seed).stream('database') });
  const session = target().openSession();
  const missing: string[] = [];
  let statements = 0;
  let rows = 0;
  for (const { time, detail } of trace.steps) {
    now = Math.max(now, time);
    if (detail.kind !== 'sql') continue;
    const { text, values } = detail as SqlDetail; // by its kind
    if (/^(?:commit|rollback)$/.test(text)) continue;
    const footprint = session.footprints?.of({ text, values, begins: true });
    if (!footprint) missing.push(`nothing is known of ${text}`);
    const touched = touchedBy(session, { text, values }, columns);
    if (!footprint || !touched) continue;
    statements += 1;
    rows += touched.rows.length;
    const partsOf = (table: string): readonly string[] => catalogue.tables.get(table)?.partColumns ?? [];
    missing.push(...missingIn(footprint, touched, partsOf).map((what) => `${what}: ${text}`));
  }
  session.close();
  return { missing, statements, rows };
}

type Comparison = { readonly missing: readonly string[]; readonly statements: number; readonly rows: number };

describe("what PostgreSQL says that the engine's statements touched", () => {
  it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    '%s: is in their footprints, tables and rows',
    async (_, scenario) => {
      const { missing, statements, rows } = await compare(scenario, 'truth');
      expect(missing).toEqual([]);
      expect(statements).toBeGreaterThan(10);
      expect(rows).toBeGreaterThan(5);
    },
    120_000,
  );

  it('is missed by a footprint that leaves something out', () => {
    target().reset(worldOf());
    const session = target().openSession();
    const insert = {
      text: `insert into workflow_execution (id, kind, queue) values ($1, 'k', 'q')`,
      values: ['a'],
    };
    const tables = new Map([['workflow_execution', ['id']]]);
    const touched = touchedBy(session, insert, tables);
    if (!touched) throw new Error('it was refused');
    const table = 'workflow_execution';
    const partsOf = (): readonly string[] => ['id'];
    expect(missingIn([{ space: table, mode: 'lock', key: 'a' }], touched, partsOf)).toEqual([]);
    expect(missingIn([{ space: table, mode: 'lock', key: 'b' }], touched, partsOf)).toEqual([
      `locks {"id":"a"} of ${table}`,
    ]);
    expect(missingIn([{ space: table, mode: 'read' }], touched, partsOf)).toContain(`locks in ${table}`);
    expect(missingIn([], touched, partsOf)).toContain(`locks in ${table}`);
    session.close();
  });

  it('tells which rows were locked, though they were not changed', () => {
    target().reset(worldOf());
    const session = target().openSession();
    session.execute({
      text: `insert into workflow_execution (id, kind, queue) values ('a', 'k', 'q'), ('b', 'k', 'q')`,
    });
    const tables = new Map([['workflow_execution', ['id']]]);
    const text = `insert into workflow_event (workflow_id, sequence, type, data) values ('a', 1, 't', '{}')`;
    expect(touchedBy(session, { text }, tables)?.rows).toEqual([
      { table: 'workflow_execution', key: { id: 'a' } },
    ]);
    const gone = touchedBy(session, { text: `delete from workflow_execution where id = 'b'` }, tables);
    expect(gone?.rows).toEqual([{ table: 'workflow_execution', key: { id: 'b' } }]);
    session.close();
  });
});
