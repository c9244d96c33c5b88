import { describe, expect, it } from 'vitest';
import { withoutVolatileFacts } from '../../../sim/target/volatile-facts.ts';
import { readReply } from '../../../sim/target/wire.ts';

/** A message of the wire protocol with these fields, each with its letter. */
function message(code: 'E' | 'N' | 'D', ...fields: readonly string[]): Buffer {
  const body = Buffer.from(fields.map((field) => `${field}\0`).join('') + '\0');
  const head = Buffer.from([code.charCodeAt(0), 0, 0, 0, 0]);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const numberOf = (pid: number): number | undefined => ({ 4711: 0, 4712: 1 })[pid];

describe('facts that no seed decides', () => {
  it('are replaced in errors: processes by their sessions, transactions by their order', () => {
    const detail =
      'Process 4712 waits for ShareLock on transaction 801; blocked by process 4711.\n' +
      'Process 4711 waits for ShareLock on transaction 802; blocked by process 9999.';
    const masked = withoutVolatileFacts(message('E', 'C40P01', 'Mdeadlock detected', `D${detail}`), numberOf);
    expect(readReply(masked, []).answer).toMatchObject({
      code: '40P01',
      message: 'deadlock detected',
      detail:
        'Process 1 waits for ShareLock on transaction 1; blocked by process 0.\n' +
        'Process 0 waits for ShareLock on transaction 2; blocked by process ?.',
    });
  });

  it('are replaced in each of several messages, and what lies between stays', () => {
    const row = message('D', 'process 4711');
    const all = Buffer.concat([
      message('N', 'Mprocess 4711'),
      row,
      message('N', 'Mtuple (0,7) in relation 16384 of database 5'),
      row,
    ]);
    expect(withoutVolatileFacts(all, numberOf)).toEqual(
      Buffer.concat([
        message('N', 'Mprocess 0'),
        row,
        message('N', 'Mtuple 1 in relation 1 of database 1'),
        row,
      ]),
    );
  });

  it('cost no copy where there are none', () => {
    const all = message('E', 'C23505', 'Mduplicate key value');
    expect(withoutVolatileFacts(all, numberOf)).toBe(all);
  });
});
