import { describe, expect, it } from 'vitest';
import { readColumns, readReply } from '../../../sim/target/wire.ts';

/** A backend message. */
function message(letter: string, ...parts: readonly (number | string | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'object' ? part : bytesOf(part))));
  const head = Buffer.alloc(5);
  head.write(letter, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** Numbers are written as int32, texts with the zero that ends them. */
function bytesOf(part: number | string): Buffer {
  if (typeof part === 'string') return Buffer.from(`${part}\0`);
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(part);
  return bytes;
}

function int16(value: number): Buffer {
  return bytesOf(value).subarray(2);
}

function dataRow(...values: readonly (string | null)[]): Buffer {
  const columns = values.map((value) =>
    value === null ? bytesOf(-1) : Buffer.concat([bytesOf(Buffer.byteLength(value)), Buffer.from(value)]),
  );
  return message('D', int16(values.length), ...columns);
}

function rowDescription(...columns: readonly (readonly [name: string, typeId: number])[]): Buffer {
  return message(
    'T',
    int16(columns.length),
    ...columns.flatMap(([name, typeId]) => [name, 0, int16(0), typeId, int16(-1), -1, int16(0)]),
  );
}

const ready = (status: string): Buffer => message('Z', Buffer.from(status));

describe('readReply', () => {
  const columns = [
    { name: 'id', typeId: 23 },
    { name: 'text', typeId: 25 },
    { name: 'data', typeId: 3802 },
  ];

  it('reads rows by their columns, NULL, empty and multibyte text included', () => {
    const bytes = Buffer.concat([
      message('2'),
      dataRow('1', '', '{"a": [true]}'),
      dataRow('-2', null, null),
      dataRow(null, 'naïve 日本 🙂', 'null'),
      message('C', 'SELECT 3'),
      ready('I'),
    ]);
    expect(readReply(bytes, columns)).toEqual({
      status: 'I',
      notices: [],
      answer: {
        count: 3,
        command: 'SELECT',
        columns,
        rows: [
          { id: 1, text: '', data: { a: [true] } },
          { id: -2, text: null, data: null },
          { id: null, text: 'naïve 日本 🙂', data: null },
        ],
      },
    });
  });

  it('reads a message that lies anywhere in a larger buffer', () => {
    const bytes = Buffer.concat([dataRow('7', 'x', '1'), message('C', 'SELECT 1'), ready('T')]);
    const surrounded = Buffer.concat([Buffer.alloc(3, 0x5a), bytes, Buffer.alloc(3, 0x5a)]);
    const view = surrounded.subarray(3, 3 + bytes.length);
    expect(readReply(view, columns)).toEqual({
      status: 'T',
      notices: [],
      answer: { count: 1, rows: [{ id: 7, text: 'x', data: 1 }], command: 'SELECT', columns },
    });
  });

  it.each([
    ['INSERT 0 3', 'INSERT', 3],
    ['UPDATE 12', 'UPDATE', 12],
    ['DELETE 0', 'DELETE', 0],
    ['COPY 100', 'COPY', 100],
    ['BEGIN', 'BEGIN', 0],
    ['CREATE TABLE', 'CREATE TABLE', 0],
    ['REFRESH MATERIALIZED VIEW', 'REFRESH MATERIALIZED VIEW', 0],
  ])('takes the command and the count from the tag %s', (tag, command, count) => {
    const { answer } = readReply(Buffer.concat([message('C', tag), ready('I')]), []);
    expect(answer).toEqual({ rows: [], count, command, columns: [] });
  });

  it('knows no command where the statement was empty', () => {
    const { answer } = readReply(Buffer.concat([message('I'), ready('I')]), []);
    expect(answer).toEqual({ rows: [], count: 0, command: '', columns: [] });
  });

  it('reads the rows of a simple query by the columns that it tells itself', () => {
    const bytes = Buffer.concat([
      rowDescription(['größe', 23], ['data', 3802]),
      dataRow('1', '{"a": 2}'),
      message('C', 'SELECT 1'),
      ready('I'),
    ]);
    expect(readReply(bytes, columns).answer).toEqual({
      rows: [{ größe: 1, data: { a: 2 } }],
      count: 1,
      command: 'SELECT',
      columns: [
        { name: 'größe', typeId: 23 },
        { name: 'data', typeId: 3802 },
      ],
    });
  });

  it('gives the answer of the last of several commands', () => {
    const one = [rowDescription(['one', 23]), dataRow('1'), dataRow('2'), message('C', 'SELECT 2')];
    const two = [rowDescription(['two', 25]), dataRow('x'), message('C', 'SELECT 1')];
    const none = [rowDescription(['three', 25]), message('C', 'SELECT 0')];
    const insert = [message('C', 'INSERT 0 5')];
    const answerTo = (...commands: readonly (readonly Buffer[])[]): object =>
      readReply(Buffer.concat([...commands.flat(), ready('I')]), []).answer;
    expect(answerTo(one, insert, two)).toEqual({
      rows: [{ two: 'x' }],
      count: 1,
      command: 'SELECT',
      columns: [{ name: 'two', typeId: 25 }],
    });
    expect(answerTo(two, none)).toEqual({
      rows: [],
      count: 0,
      command: 'SELECT',
      columns: [{ name: 'three', typeId: 25 }],
    });
    expect(answerTo(two, insert)).toMatchObject({ rows: [], count: 5, command: 'INSERT' });
  });

  it('is refused when any of several commands is, whatever came of those before', () => {
    const error = message('E', 'C22012', 'Mdivision by zero', Buffer.from([0]));
    const bytes = [rowDescription(['one', 23]), dataRow('1'), message('C', 'SELECT 1'), error, ready('I')];
    expect(readReply(Buffer.concat(bytes), []).answer).toMatchObject({ code: '22012' });
  });

  it('makes arrays of rows when asked to, columns of the same name and all', () => {
    const twice = [
      { name: 'id', typeId: 23 },
      { name: 'id', typeId: 25 },
    ];
    const bytes = Buffer.concat([dataRow('1', 'a'), dataRow(null, ''), message('C', 'SELECT 2'), ready('I')]);
    expect(readReply(bytes, twice, { asArrays: true }).answer).toMatchObject({
      rows: [
        [1, 'a'],
        [null, ''],
      ],
      columns: twice,
    });
  });

  it('makes values as it is told to, except NULL', () => {
    const bytes = Buffer.concat([dataRow('7', null, '{"a": 1}'), message('C', 'SELECT 1'), ready('I')]);
    const decode = (text: string, typeId: number): string => `${typeId}: ${text}`;
    expect(readReply(bytes, columns, { decode }).answer).toMatchObject({
      rows: [{ id: '23: 7', text: null, data: '3802: {"a": 1}' }],
    });
    expect(readReply(bytes, columns, { decode, asArrays: true }).answer).toMatchObject({
      rows: [['23: 7', null, '3802: {"a": 1}']],
    });
  });

  it.each(['I', 'T', 'E'])('tells the transaction status %s', (status) => {
    expect(readReply(ready(status), []).status).toBe(status);
  });

  it('reads what the database refused, and why', () => {
    const fields = [
      'SERROR',
      'VERROR',
      'C23505',
      'Mdoppelt – schon da',
      'DKey (id)=(1) already exists.',
      'nthings_pkey',
    ];
    const error = message('E', ...fields, Buffer.from([0]));
    expect(readReply(Buffer.concat([error, ready('E')]), [])).toEqual({
      status: 'E',
      notices: [],
      answer: {
        code: '23505',
        message: 'doppelt – schon da',
        constraint: 'things_pkey',
        detail: 'Key (id)=(1) already exists.',
      },
    });
  });

  it('reads a refusal without a constraint or a detail, and the first of several', () => {
    const [first, second] = [
      message('E', 'C22012', 'Mfirst', Buffer.from([0])),
      message('E', 'C25P02', 'Msecond', Buffer.from([0])),
    ];
    const { answer } = readReply(Buffer.concat([dataRow('1', 'x', '1'), first, second, ready('I')]), columns);
    expect(answer).toEqual({ code: '22012', message: 'first', constraint: undefined, detail: undefined });
  });

  it('tells notices in their order, and takes no notice of parameters', () => {
    const notice = (...fields: readonly string[]): Buffer => message('N', ...fields, Buffer.from([0]));
    const bytes = Buffer.concat([
      notice('SNOTICE', 'VNOTICE', 'C00000', 'Mnothing to worry about – yet'),
      message('S', 'TimeZone', 'UTC'),
      notice('SWARNING', 'VWARNING', 'C01000', 'Mworry', 'Hor do not'),
      message('C', 'SELECT 0'),
      ready('I'),
    ]);
    expect(readReply(bytes, columns)).toEqual({
      status: 'I',
      notices: ['NOTICE:  nothing to worry about – yet', 'WARNING:  worry'],
      answer: { rows: [], count: 0, command: 'SELECT', columns },
    });
  });

  it('tells notices of a refused statement too', () => {
    const bytes = Buffer.concat([
      message('N', 'SNOTICE', 'C00000', 'Mhello', Buffer.from([0])),
      message('E', 'CP0001', 'Mgoodbye', Buffer.from([0])),
      ready('E'),
    ]);
    expect(readReply(bytes, [])).toMatchObject({ notices: ['NOTICE:  hello'], answer: { code: 'P0001' } });
  });

  it('reads messages of megabytes', () => {
    const large = 'ü'.repeat(600_000);
    const bytes = Buffer.concat([
      dataRow('1', large, '1'),
      dataRow('2', 'after', '2'),
      message('C', 'SELECT 2'),
      ready('I'),
    ]);
    const { answer } = readReply(bytes, columns);
    expect(answer).toEqual({
      count: 2,
      command: 'SELECT',
      columns,
      rows: [
        { id: 1, text: large, data: 1 },
        { id: 2, text: 'after', data: 2 },
      ],
    });
  });

  it('refuses an int8 that a number does not hold exactly', () => {
    const bytes = Buffer.concat([dataRow('9007199254740992'), ready('I')]);
    expect(() => readReply(bytes, [{ name: 'large', typeId: 20 }])).toThrow(RangeError);
  });
});

describe('readColumns', () => {
  it('reads names and types, after whatever else was said', () => {
    const bytes = Buffer.concat([
      message('1'),
      message('t', int16(1), 25),
      rowDescription(['größe', 20], ['b', 16]),
      ready('I'),
    ]);
    expect(readColumns(bytes)).toEqual([
      { name: 'größe', typeId: 20 },
      { name: 'b', typeId: 16 },
    ]);
  });

  it('reads none where a statement returns no rows', () => {
    expect(
      readColumns(Buffer.concat([message('1'), message('t', int16(0)), message('n'), ready('I')])),
    ).toEqual([]);
    expect(readColumns(rowDescription())).toEqual([]);
  });
});
