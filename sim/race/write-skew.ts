import type { Race, Racer } from './race.ts';

const ON_CALL = 'create table on_call (doctor text primary key, is_on_call boolean not null)';

const leave =
  (doctor: string, isolation: string): Racer =>
  async ({ query }) => {
    await query(`begin isolation level ${isolation}`);
    const [others] = await query<{ count: number }>(
      'select count(*) from on_call where is_on_call and doctor <> $1',
      [doctor],
    );
    if ((others?.count ?? 0) > 0) {
      await query('update on_call set is_on_call = false where doctor = $1', [doctor]);
    }
    await query('commit');
  };

const writeSkew = (isolation: string): Race => ({
  name: `write-skew-${isolation.replace(' ', '-')}`,
  summary: `doctors who leave if somebody else is on call, until nobody is (${isolation.toUpperCase()})`,
  schema: [ON_CALL],
  rows: [`insert into on_call (doctor, is_on_call) values ('alice', true), ('bob', true), ('carol', true)`],
  racers: {
    alice: leave('alice', isolation),
    bob: leave('bob', isolation),
    carol: leave('carol', isolation),
  },
  left: ['select doctor, is_on_call from on_call order by doctor'],
});

/** Each reads what the others write, and writes something else: no row conflicts, and both are wrong. */
export const writeSkews: readonly Race[] = [writeSkew('read committed'), writeSkew('repeatable read')];
