import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EPOCH } from '../../../../sim/kernel/index.ts';
import { PostgresTarget } from '../../../../sim/target/index.ts';
import { type ScriptedSession, SessionStage } from '../../../support/scripted-sessions.ts';
import { missingServer } from '../../../support/embedded-server.ts';

const SCHEMA = [
  'create table account (id integer primary key, balance integer not null, seen timestamptz default current_timestamp)',
  'create table entry (id integer primary key, account integer)',
  'create sequence ticket',
  `create function quietly() returns void language sql set client_min_messages = 'error'
     as $$ update account set balance = balance + 1 where id = 1 $$`,
  'create function pay(integer) returns timestamptz language sql as $$ select current_timestamp $$',
];
const FILL = 'insert into account (id, balance) select id, 100 from generate_series(1, 6) as id';

let target: PostgresTarget;
let stage: SessionStage;
beforeAll(async () => {
  if (missingServer) return;
  target = await PostgresTarget.boot({ schema: SCHEMA });
});
afterAll(async () => {
  if (!missingServer) await target.close();
});
beforeEach(() => {
  if (missingServer) return;
  stage = new SessionStage(target);
  stage.reset(FILL);
});

const accountOf = (row: object): unknown => Object.values(row)[0];
const add = (id: number): string => `update account set balance = balance + 1 where id = ${id}`;

describe.skipIf(missingServer)(`waits on a real server${missingServer}`, () => {
  it('whoever closes the circle is the victim of a deadlock, whichever of them that is', () => {
    for (const [first, second] of [
      [0, 1],
      [1, 0],
    ] as const) {
      stage.reset(FILL);
      const both = stage.two();
      both[0].begins(add(1));
      both[1].begins(add(2));
      both[first].waits(add(2 - first));
      expect(both[second].fails(add(2 - second))).toBe('40P01');
      expect(both[first].answerCount()).toBe(1);
      stage.close();
    }
  });

  it('a deadlock of three names sessions, and is told in the same words in every run', () => {
    const told = (): unknown => {
      stage.reset(FILL);
      const [a, b, c] = stage.three();
      a.begins(add(1));
      b.begins(add(2));
      c.begins(add(3));
      a.waits(add(2));
      b.waits(add(3));
      const { answer, wire } = c.execute({ text: add(1) });
      stage.close();
      expect(answer).toMatchObject({ code: '40P01', detail: expect.stringMatching(/^Process \d waits for/) });
      return [answer, wire];
    };
    expect(told()).toEqual(told());
  });

  it('sessions that one commit lets go on do so one after the other, in the order in which they came', () => {
    for (let round = 0; round < 10; round += 1) {
      stage.reset(FILL);
      const holder = stage.session();
      holder.begins('update account set balance = 0');
      const waiting = [4, 2, 5, 1, 3].map((id) => {
        const session = stage.session();
        session.waits(
          `with paid as (${add(id)} returning id) insert into entry (id, account) select nextval('ticket'), id from paid`,
        );
        return session;
      });
      holder.run('commit');
      for (const session of waiting) expect(session.isAnswered()).toBe(true);
      expect(target.inspect('select account from entry order by id').map(accountOf)).toEqual([4, 2, 5, 1, 3]);
      stage.close();
    }
  });

  it('one that is closed lets the next in the queue go on', () => {
    const [a, b, c] = stage.three();
    a.begins(add(1));
    b.waits(add(1), [], true);
    c.waits(add(1));
    b.close();
    expect(c.isAnswered()).toBe(false);
    a.close();
    expect(c.answerCount()).toBe(1);
    expect(c.value('select balance from account where id = 1')).toBe(101);
  });

  it('a backend whose statement catches its cancellation is ended all the same', () => {
    const [a, b] = stage.two();
    a.begins(add(1));
    b.waits(
      'do $$ begin loop begin update account set balance = 0 where id = 1; exit; exception when query_canceled then null; end; end loop; end $$',
    );
    b.close();
    a.run('commit');
    expect(stage.session().value('select balance from account where id = 1')).toBe(101);
  });
});

describe.skipIf(missingServer)(`backends that are ended by others${missingServer}`, () => {
  const processOf = (session: ScriptedSession): number => Number(session.value('select pg_backend_pid()'));

  it('one that holds a lock lets go of it at once', () => {
    const [a, b, c] = stage.three();
    const pid = processOf(a);
    a.begins(add(1));
    b.waits(add(1));
    c.run(`select pg_terminate_backend(${pid})`);
    expect(b.answerCount()).toBe(1);
    expect(a.fails('commit')).toBe('57P01');
    expect(a.fails('select 1')).toBe('57P01');
  });

  it('one that waits is answered at once', () => {
    const [a, b, c] = stage.three();
    const pid = processOf(b);
    a.begins(add(1));
    b.waits(add(1));
    c.run(`select pg_cancel_backend(${pid})`);
    expect(b.failure()).toBe('57014');
    b.waits(add(1));
    c.run(`select pg_terminate_backend(${pid})`);
    expect(b.failure()).toBe('57P01');
  });

  it('one that ends itself leaves nothing of its transaction, and its place to another', () => {
    const [a, b] = stage.two();
    a.begins(add(1));
    expect(a.fails('select pg_terminate_backend(pg_backend_pid())')).toBe('57P01');
    a.close();
    expect(b.count(add(1))).toBe(1);
    const drawn = (): unknown => stage.session().value('select gen_random_uuid()');
    expect(drawn()).not.toBe(drawn());
  });
});

describe.skipIf(missingServer)(`time${missingServer}`, () => {
  it('of a transaction stands still, that of its statements does not, and a rollback takes nothing back', () => {
    const a = stage.session();
    const times = `select extract(epoch from now())::int as now, extract(epoch from current_timestamp)::int as keyword,
      extract(epoch from statement_timestamp())::int as statement, extract(epoch from clock_timestamp())::int as clock`;
    const epoch = EPOCH / 1_000;
    a.run('begin isolation level repeatable read');
    stage.advance(1_000);
    stage.session().run(add(1)); // which the transaction sees only if it has its snapshot by now
    expect(a.run(times)).toEqual([{ now: epoch, keyword: epoch, statement: epoch + 1, clock: epoch + 1 }]);
    a.run('rollback');
    const later = epoch + 1;
    expect(a.run(times)).toEqual([{ now: later, keyword: later, statement: later, clock: later }]);
  });

  it('does not go back with a savepoint', () => {
    const a = stage.session();
    const clock = 'select extract(epoch from clock_timestamp())::int';
    a.run('begin');
    a.run('savepoint here');
    stage.advance(1_000);
    a.run('select 1');
    a.run('rollback to here');
    expect(a.value(clock)).toBe(EPOCH / 1_000 + 1);
  });

  it('passing in a transaction does not take its snapshot', () => {
    const a = stage.session();
    a.run('begin isolation level repeatable read');
    stage.advance(1_000);
    a.run('savepoint here');
    stage.session().run(add(1));
    expect(a.value('select balance from account where id = 1')).toBe(101);
  });

  it("is the run's in defaults and functions of the schema", () => {
    stage.advance(86_400_000);
    const a = stage.session();
    const seen = 'insert into account (id, balance) values (7, 0) returning seen::text';
    expect(a.value(seen)).toBe('2000-01-02 00:00:00+00');
    expect(a.value('select pay(1)::text')).toBe('2000-01-02 00:00:00+00');
  });

  it('has the column names of the keywords', () => {
    const [row] = stage.session().run('select current_date, localtimestamp(0)');
    expect(Object.keys(row ?? {})).toEqual(['current_date', 'localtimestamp']);
  });
});

describe.skipIf(missingServer)(`transactions that are prepared to be committed${missingServer}`, () => {
  const prepares = (name: string): void => {
    const a = stage.session();
    a.begins(add(1));
    a.run(`prepare transaction '${name}'`);
    a.close();
  };

  it('keep their locks without a session, and are ended by another one', () => {
    prepares('first');
    const [b, c] = stage.two();
    b.waits(add(1));
    c.run(`commit prepared 'first'`);
    expect(b.answerCount()).toBe(1);
  });

  it('are rolled back when the run is over, whatever they are called', () => {
    prepares(`it's "first"`.replaceAll("'", "''"));
    stage.reset(FILL);
    const b = stage.session();
    expect(b.fails(`rollback prepared 'it''s "first"'`)).toBe('42704');
    prepares('second');
    expect(target.inspect('select balance from account where id = 1').map(accountOf)).toEqual([100]);
    expect(target.inspect('select gid from pg_prepared_xacts')).toEqual([]);
  });
});

describe.skipIf(missingServer)(`a session that leaves what cannot be undone${missingServer}`, () => {
  const processOf = (session: ScriptedSession): unknown => session.value('select pg_backend_pid()');

  it('takes its backend along, in a transaction too', () => {
    const [a, b] = stage.two();
    a.begins(`set local app.tenant = 'anna'`);
    a.run(add(1));
    a.run('select pg_advisory_lock(1)::text');
    const first = processOf(a);
    b.waits(add(1));
    a.close();
    expect(b.answerCount()).toBe(1);
    const c = stage.session();
    expect(c.value('select pg_try_advisory_lock(1)')).toBe(true);
    expect(processOf(c)).not.toBe(first);
  });

  it('leaves its backend, as new, to the next one if there is nothing else', () => {
    const a = stage.session();
    a.run('select pg_advisory_lock(1)::text');
    a.run(`set application_name = 'one'`);
    a.run('declare ids cursor with hold for select id from account');
    a.run('create temporary table draft (id integer)');
    const first = processOf(a);
    a.close();
    const b = stage.session();
    expect(processOf(b)).toBe(first);
    expect(b.value('show application_name')).not.toBe('one');
    expect(b.fails('fetch 1 from ids')).toBe('34000');
    expect(b.fails('select * from draft')).toBe('42P01');
    const c = stage.session();
    expect(c.value('select pg_try_advisory_lock(1)')).toBe(true);
  });

  it('may leave it by a function', () => {
    for (const body of [`set_config('app.tenant', 'anna', false)`, 'pg_advisory_lock(1)::text']) {
      const a = stage.session();
      a.run(`create or replace function hidden() returns text language sql as $$ select ${body} $$`);
      const [b] = stage.two();
      b.run('select hidden()');
      b.close();
      const c = stage.session();
      expect(c.value(`select current_setting('app.tenant', true)`)).toBeNull();
      expect(c.value('select pg_try_advisory_lock(1)')).toBe(true);
      stage.reset(FILL);
      stage.session().run('drop function hidden()');
    }
  });
});

describe.skipIf(missingServer)(`what would keep a session from telling that it waits${missingServer}`, () => {
  it.each(['client_min_messages', 'deadlock_timeout', 'log_lock_waits', 'max_parallel_workers'])(
    'can be set, and does not: %s',
    (name) => {
      const [a, b] = stage.two();
      a.begins(add(1));
      b.begins(`set local ${name} = '1234'`);
      expect(b.value(`show ${name}`)).toBe('1234');
      b.waits(add(1));
      a.run('commit');
      expect(b.answerCount()).toBe(1);
      b.run('rollback');
      expect(b.value(`show ${name}`)).not.toBe('1234');
    },
  );

  it('can be set by a function of the schema, and does not', () => {
    const [a, b] = stage.two();
    a.begins(add(1));
    b.waits('select quietly()');
    a.run('commit');
    expect(b.answer()).toHaveLength(1);
  });

  it('is refused where it cannot be had otherwise, and then a transaction has failed', () => {
    const a = stage.session();
    expect(a.fails('begin isolation level serializable read only deferrable')).toBe('0A000');
    a.begins(add(1));
    expect(a.fails('set transaction deferrable')).toBe('0A000');
    expect(a.fails('select 1')).toBe('25P02');
    a.run('rollback');
    a.run('begin isolation level serializable not deferrable');
  });
});

describe.skipIf(missingServer)(`statements that are prepared once${missingServer}`, () => {
  it('see the columns that a table has by now', () => {
    const [a, b] = stage.two();
    a.run('create table draft (id integer)');
    expect(b.run('select * from draft')).toEqual([]);
    a.run('alter table draft add column note text');
    a.run(`insert into draft values (1, 'new')`);
    expect(b.run('select * from draft')).toEqual([{ id: 1, note: 'new' }]);
    a.run('drop table draft');
  });

  it('are prepared again after DISCARD ALL and DEALLOCATE ALL', () => {
    for (const text of ['discard all', 'deallocate all']) {
      const a = stage.session();
      a.run('select id from account where id = 1');
      a.run(text);
      expect(a.run('select id from account where id = 1')).toEqual([{ id: 1 }]);
      a.begins(add(1));
      a.close();
    }
  });
});
