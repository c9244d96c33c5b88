import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { expectUsageError, skein } from '../../support/command-line.ts';

const suite = mkdtempSync(join(tmpdir(), 'skein-isolation-'));
for (const folder of ['specs', 'expected']) mkdirSync(join(suite, folder));
afterAll(() => rmSync(suite, { recursive: true, force: true }));

const SPEC = `
setup { create table account (id int, balance int); insert into account values (1, 10); }
teardown { drop table account; }
session teller
step pay { update account set balance = balance - 4 where id = 1; }
session clerk
step look { select id, balance from account; select 'seen' as word; }
permutation pay look
`;

const OUTPUT = `Parsed test spec with 2 sessions

starting permutation: pay look
step pay: update account set balance = balance - 4 where id = 1;
step look: select id, balance from account; select 'seen' as word;
id|balance
--+-------
 1|      6
(1 row)

word
----
seen
(1 row)

`;

writeFileSync(join(suite, 'specs/transfer.spec'), SPEC);
writeFileSync(join(suite, 'expected/transfer.out'), OUTPUT);
writeFileSync(join(suite, 'specs/theft.spec'), SPEC);
writeFileSync(join(suite, 'expected/theft.out'), OUTPUT.replace('      6', '     10'));

describe.concurrent('skein conformance', () => {
  it('runs the specs it is given on PGlite, and tells how they came out', async () => {
    const { code, stdout } = await skein('conformance', '--isolation', suite, '--only', 'transfer');
    expect(stdout).toBe('passed   transfer  1 permutation\n\n1 spec on pglite: 1 passed, 0 failed\n');
    expect(code).toBe(0);
  });

  it('shows what differs, and exits with 1', async () => {
    const { code, stdout } = await skein('conformance', '--isolation', suite);
    expect(stdout).toContain(
      'failed   theft     1 permutation of 1 not as expected\n  permutation pay look\n',
    );
    expect(stdout).toContain('    -  1|     10\n    +  1|      6\n');
    expect(stdout).toContain('2 specs on pglite: 1 passed, 1 failed\n');
    expect(code).toBe(1);
  });

  it.each([
    [
      'a folder without specs',
      ['--isolation', tmpdir()],
      /--isolation \S+: no specs\/\*\.spec there; give a Postgr/,
    ],
    [
      'a spec that nobody knows',
      ['--isolation', suite, '--only', 'transfr'],
      /"transfr": did you mean transfer\?/,
    ],
    [
      'a target that nobody knows',
      ['--isolation', suite, '--target', 'pgite'],
      /"pgite": did you mean pglite\?/,
    ],
  ])('refuses %s in one line', async (_, flags, reason) => {
    expectUsageError(await skein('conformance', ...flags), reason);
  });

  it('needs to be told where the specs are', async () => {
    const { code, stderr } = await skein('conformance');
    expect(stderr).toContain("required option '--isolation <dir>' not specified");
    expect(code).toBe(2);
  });
});
