import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeValue, WireWriter } from '../../../sim/target/wire.ts';

/** Reads what a frontend sends, independently of the writer. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  int16(): number {
    this.#at += 2;
    return this.#bytes.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  text(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    const text = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  bytes(length: number): Buffer {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** The next message: its letter and its body. */
  message(): readonly [string, Reader] {
    const letter = String.fromCharCode(this.bytes(1)[0] ?? 0);
    return [letter, new Reader(this.bytes(this.int32() - 4))];
  }
}

/** Reads a Bind with its Execute. */
function readRun(reader: Reader): { readonly name: string; readonly values: readonly (string | null)[] } {
  const [letter, bind] = reader.message();
  expect([letter, bind.text()]).toEqual(['B', '']);
  const name = bind.text();
  expect(bind.int16()).toBe(0);
  const values = Array.from({ length: bind.int16() }, () => {
    const length = bind.int32();
    return length === -1 ? null : bind.bytes(length).toString('utf8');
  });
  expect([bind.int16(), bind.isAtEnd]).toEqual([0, true]);
  const [next, execute] = reader.message();
  expect([next, execute.text(), execute.int32(), execute.isAtEnd]).toEqual(['E', '', 0, true]);
  return { name, values };
}

describe('WireWriter', () => {
  it('writes Parse, Describe and Sync as the protocol has them', () => {
    const bytes = new WireWriter().parse('s1', 'select $1').describe('s1').sync().message();
    expect(Buffer.from(bytes).toString('latin1')).toBe(
      ['P\0\0\0\x13s1\0select $1\0\0\0', 'D\0\0\0\x08Ss1\0', 'S\0\0\0\x04'].join(''),
    );
  });

  it('writes Bind and Execute as the protocol has them', () => {
    const bytes = new WireWriter().run('s1', ['é', null, '']).message();
    const bind = [
      'B\0\0\0\x1c\0s1\0',
      '\0\0',
      '\0\x03',
      '\0\0\0\x02\xc3\xa9',
      '\xff\xff\xff\xff',
      '\0\0\0\0',
      '\0\0',
    ];
    expect(Buffer.from(bytes).toString('latin1')).toBe(`${bind.join('')}E\0\0\0\x09\0\0\0\0\0`);
  });

  it('writes any statement and any values, after one another', () => {
    const text = fc.string({ unit: 'binary' }).filter((each) => !each.includes('\0'));
    const values = fc.array(fc.option(text), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, values), { maxLength: 5 }), (statements) => {
        const writer = new WireWriter();
        for (const [name, sql, bound] of statements) writer.parse(name, sql).run(name, bound).sync();
        const reader = new Reader(writer.message());
        for (const [name, sql, bound] of statements) {
          const [letter, parse] = reader.message();
          expect([letter, parse.text(), parse.text(), parse.int16()]).toEqual(['P', name, sql, 0]);
          expect(readRun(reader)).toEqual({ name, values: bound });
          expect(reader.message()[0]).toBe('S');
        }
        expect(reader.isAtEnd).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('writes messages of megabytes', () => {
    const large = '日本語'.repeat(120_000);
    const writer = new WireWriter().run('s0', ['small', large, '']);
    expect(writer.length).toBeGreaterThan(1_000_000);
    expect(readRun(new Reader(writer.message())).values).toEqual(['small', large, '']);
    const sql = `select '${large}'`;
    expect(new Reader(writer.clear().parse('', sql).message()).message()[1].bytes(5).toString('latin1')).toBe(
      '\0sele',
    );
    expect(
      readRun(
        new Reader(
          writer
            .clear()
            .run(
              's1',
              Array.from({ length: 10_000 }, () => 'x'),
            )
            .message(),
        ),
      ).values,
    ).toHaveLength(10_000);
  });

  it('begins anew when cleared, and gives any part of what it has', () => {
    const writer = new WireWriter().run('first', ['long enough']);
    writer.clear().run('s1', []);
    const start = writer.length;
    writer.run('s2', ['x']);
    expect(readRun(new Reader(writer.message(start)))).toEqual({ name: 's2', values: ['x'] });
    expect(readRun(new Reader(writer.message()))).toEqual({ name: 's1', values: [] });
  });
});

describe('encodeValue', () => {
  it.each([
    [null, null],
    ['', ''],
    ['text', 'text'],
    [0, '0'],
    [-1.5, '-1.5'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
    [false, 'false'],
    [[], '{}'],
    [['a', '', 'NULL', 'b c'], '{"a","","NULL","b c"}'],
    [['"', '\\', '{,}', '日本'], '{"\\"","\\\\","{,}","日本"}'],
  ])('writes %j as %j', (value, text) => {
    expect(encodeValue(value)).toBe(text);
  });
});
