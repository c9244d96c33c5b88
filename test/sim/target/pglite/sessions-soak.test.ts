import { afterAll, beforeAll, expect, it } from 'vitest';
import { EPOCH, RandomRoot, type RandomStream } from '../../../../sim/kernel/index.ts';
import { PGliteTarget, type Execution, type Session } from '../../../../sim/target/index.ts';

const SCHEMA = [
  'create table account (id integer primary key, balance integer not null)',
  'create table entry (account integer references account, number integer, primary key (account, number))',
];
const SESSIONS = 6;
const MOVES = 3_000;

let targets: readonly PGliteTarget[] = [];
beforeAll(async () => {
  targets = [await PGliteTarget.boot({ schema: SCHEMA }), await PGliteTarget.boot({ schema: SCHEMA })];
});
afterAll(async () => {
  for (const target of targets) await target.close();
});

/** Statements that lock, wait, fail and collide. */
function statement(random: RandomStream): string {
  const account = 1 + random.below(4);
  const other = 1 + random.below(4);
  const choices = [
    'begin',
    'begin isolation level repeatable read',
    'begin isolation level serializable',
    'commit',
    'commit',
    'rollback',
    'savepoint here',
    'rollback to here',
    'release here',
    `update account set balance = balance + 1 where id = ${account}`,
    `update account set balance = balance - 1 where id in (${account}, ${other})`,
    `select balance from account where id = ${account} for update`,
    `select balance from account where id = ${account} for key share`,
    `select balance from account where id = ${account} for share nowait`,
    `select id from account order by id for update skip locked`,
    `insert into entry select ${account}, coalesce(max(number), 0) + 1 from entry where account = ${account}`,
    `insert into entry values (${account}, ${other}) on conflict do nothing`,
    `delete from entry where account = ${account}`,
    `select count(*)::int from entry`,
    `select pg_advisory_xact_lock(${account})::text`,
    `select pg_try_advisory_lock(${account})`,
    'select pg_advisory_unlock_all()::text',
    `lock table entry in share row exclusive mode`,
    'select 1 / 0',
    `set local work_mem = '${account}MB'`,
    'declare here cursor for select id from account order by id',
    'fetch 1 from here',
  ];
  return choices[random.below(choices.length)] ?? '';
}

/** What all sessions were told, and what they left. */
function play(target: PGliteTarget, seed: string): { told: readonly string[]; left: readonly object[] } {
  const random = new RandomRoot(seed).stream('soak');
  target.reset({ now: () => EPOCH, entropy: new RandomRoot(seed).stream('database') });
  const told: string[] = [];
  const tell = (who: number, execution: Execution | undefined): void => {
    const wire = execution?.wire.map((part) => Buffer.from(part).toString('base64')) ?? ['waits'];
    told.push(`${who} ${wire.join(' ')}`);
  };
  const first = target.openSession();
  tell(-1, first.execute({ text: 'insert into account select id, 0 from generate_series(1, 4) as id' }));
  first.close();
  const sessions: (Session | undefined)[] = [];
  const waiting = new Set<number>();
  for (let move = 0; move < MOVES; move += 1) {
    const who = random.below(SESSIONS);
    const session = (sessions[who] ??= target.openSession());
    const isCrash = random.below(60) === 0;
    const text = statement(random);
    if (isCrash) {
      session.close();
      sessions[who] = undefined;
      waiting.delete(who);
    } else if (!waiting.has(who)) {
      const execution = session.execute({ text });
      tell(who, execution);
      if (!execution) waiting.add(who);
    }
    for (const each of [...waiting].sort((one, other) => one - other)) {
      if (!sessions[each]?.hasAnswer()) continue;
      tell(each, sessions[each].collect());
      waiting.delete(each);
    }
  }
  for (const session of sessions) session?.close();
  return {
    told,
    left: [
      ...target.inspect('select * from account order by id'),
      ...target.inspect('select * from entry order by account, number'),
      ...target.inspect('select locktype, mode from pg_locks where pid <> pg_backend_pid()'),
    ],
  };
}

it.each(['a', 'b', 'c'])('random statements of many sessions are answered the same again (%s)', (seed) => {
  const [one, another] = targets;
  if (!one || !another) throw new Error('there are no targets');
  const first = play(one, seed);
  expect(first.told.filter((line) => line.endsWith('waits')).length).toBeGreaterThan(10);
  expect(play(one, seed)).toEqual(first);
  expect(play(another, seed)).toEqual(first);
});
