import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PostgresTarget } from '../../../../sim/target/index.ts';
import { skein } from '../../../support/command-line.ts';

const postgresUrl = inject('postgresUrl');
const missing = postgresUrl ? '' : ': install the postgresql package or set SKEIN_TEST_DATABASE_URL';
const url = new URL(postgresUrl ?? 'postgres://nobody@localhost/none');

const RUN = ['run', '--target', 'postgres', '--scenario', 'fan-out', '--runs', '3'];

/** Executes a statement on the server, past any target. */
async function ask(text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** A superuser of this file's own: other tests have databases on the same server at the same time. */
const OWNER = `skein_test_${randomUUID().replaceAll('-', '')}`;
const owned = new URL(url.href);
owned.username = OWNER;
owned.password = OWNER;

/** What it has made and not taken away. */
const LEFT = `select datname from pg_database join pg_roles on pg_roles.oid = datdba where rolname = '${OWNER}'`;

beforeAll(async () => {
  if (postgresUrl) await ask(`create role ${OWNER} superuser login password '${OWNER}'`);
});

afterAll(async () => {
  if (postgresUrl) await ask(`drop role ${OWNER}`);
});

describe.skipIf(!postgresUrl)(`a server that runs already${missing}`, () => {
  it('is used by a campaign, which leaves nothing on it', async () => {
    const { code, stdout } = await skein(...RUN, '--database-url', owned.href);
    expect(stdout).toMatch(/✓ held {2}.*3 runs/);
    expect(code).toBe(0);
    expect(await ask(LEFT)).toEqual([]);
  });

  it('has the schema of a target nowhere but in a database of its own', async () => {
    const target = await PostgresTarget.boot({
      schema: ['create table only_here (id integer primary key)'],
      databaseUrl: url.href,
    });
    try {
      expect(target.inspect('select id from only_here')).toEqual([]);
      await expect(ask('select id from only_here')).rejects.toThrow(/does not exist/);
      expect(target.limitations.map(({ feature }) => feature)).toContain('ordered-wake-ups');
    } finally {
      await target.close();
    }
  });

  it('is left clean by a schema that it refuses', async () => {
    const booting = PostgresTarget.boot({ schema: ['create table ('], databaseUrl: owned.href });
    await expect(booting).rejects.toThrow(/syntax error/);
    expect(await ask(LEFT)).toEqual([]);
  });

  it('is refused with what to do if its user is no superuser, in one line', async () => {
    await ask('drop role if exists skein_test_guest');
    await ask('create role skein_test_guest login');
    try {
      const guest = new URL(url.href);
      guest.username = 'skein_test_guest';
      const { code, stdout, stderr } = await skein(...RUN, '--database-url', guest.href);
      expect(stderr).toMatch(/^skein: [^\n]*must be a superuser[^\n]*\n$/);
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    } finally {
      await ask('drop role skein_test_guest');
    }
  });
});

describe('a server that cannot be reached', () => {
  it('is told in one line, with exit code 3', async () => {
    const { code, stdout, stderr } = await skein(
      ...RUN,
      '--database-url',
      'postgres://nobody@127.0.0.1:1/none',
    );
    expect(stderr).toMatch(/^skein: cannot connect to PostgreSQL: [^\n]*ECONNREFUSED[^\n]*\n$/);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  });
});
