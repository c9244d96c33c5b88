import { decodeColumn, type SqlValue } from '../../src/ports/index.ts';
import type { Column, SqlAnswer, SqlRefusal, Statement } from './target.ts';

/**
 * PostgreSQL's wire protocol, version 3, as far as prepared statements need it.
 * Source: PostgreSQL documentation, chapter "Frontend/Backend Protocol", section "Message Formats".
 */

/** Transaction status of the backend: idle, in a transaction, or in a failed one. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** What the backend said to one Sync. */
export type Reply = {
  readonly answer: SqlAnswer;
  readonly status: TransactionStatus;
  readonly notices: readonly string[];
};

/** How rows are made of what the backend said. */
export type RowShape = Pick<Statement, 'decode' | 'asArrays'>;

/** The letters that messages begin with. */
export const CODE = {
  notification: 0x41, // A
  emptyQuery: 0x49, // I
  notice: 0x4e, // N
  bind: 0x42, // B
  close: 0x43, // C
  commandComplete: 0x43, // C
  dataRow: 0x44, // D
  describe: 0x44, // D
  execute: 0x45, // E
  error: 0x45, // E
  parse: 0x50, // P
  query: 0x51, // Q
  sync: 0x53, // S
  rowDescription: 0x54, // T
  terminate: 0x58, // X
  readyForQuery: 0x5a, // Z
} as const;

/** Writes messages one after the other into one buffer that grows as needed and is used again. */
export class WireWriter {
  #buffer: Buffer<ArrayBuffer> = Buffer.allocUnsafe(8_192);
  #length = 0;

  /** Begins anew. What {@link message} returned before is overwritten. */
  clear(): this {
    this.#length = 0;
    return this;
  }

  /** Bytes written since {@link clear}: a view, valid until the next write. */
  message(from = 0): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(from, this.#length);
  }

  get length(): number {
    return this.#length;
  }

  /** Parse: prepares `text` as statement `name`, parameter types left to the server. */
  parse(name: string, text: string): this {
    const start = this.#begin(CODE.parse, name.length + text.length * 3 + 16);
    this.#cString(name);
    this.#cString(text);
    this.#int16(0);
    return this.#end(start);
  }

  /** Describe: asks for a prepared statement's result columns. */
  describe(name: string): this {
    const start = this.#begin(CODE.describe, name.length + 16);
    this.#buffer[this.#length++] = CODE.sync; // 'S': a statement, not a portal
    this.#cString(name);
    return this.#end(start);
  }

  /** Describe: asks for the result columns of what {@link run} has bound last. */
  describeBound(): this {
    const start = this.#begin(CODE.describe, 16);
    this.#buffer[this.#length++] = CODE.parse; // 'P': a portal, here the unnamed one
    this.#cString('');
    return this.#end(start);
  }

  /** Bind and Execute: runs prepared statement `name`, everything in text format. */
  run(name: string, values: readonly SqlValue[]): this {
    return this.bind(name, values).execute();
  }

  /** Bind: gives prepared statement `name` its parameters, everything in text format. */
  bind(name: string, values: readonly SqlValue[]): this {
    const texts = values.map(encodeValue);
    let size = name.length + 64;
    for (const text of texts) size += 4 + (text === null ? 0 : text.length * 3);
    const bind = this.#begin(CODE.bind, size);
    this.#cString('');
    this.#cString(name);
    this.#int16(0);
    this.#int16(texts.length);
    for (const text of texts) {
      if (text === null) this.#int32(-1);
      else {
        const written = this.#buffer.write(text, this.#length + 4, 'utf8');
        this.#int32(written);
        this.#length += written;
      }
    }
    this.#int16(0);
    return this.#end(bind);
  }

  /** Execute: what was bound last. */
  execute(): this {
    const execute = this.#begin(CODE.execute, 16);
    this.#cString('');
    this.#int32(0);
    return this.#end(execute);
  }

  /** Close: what was bound last lets go of the tables that it reads. */
  closeBound(): this {
    const start = this.#begin(CODE.close, 16);
    this.#buffer[this.#length++] = CODE.parse; // 'P': a portal, here the unnamed one
    this.#cString('');
    return this.#end(start);
  }

  /** Query: runs a statement at once, by the simple protocol. */
  query(text: string): this {
    const start = this.#begin(CODE.query, text.length * 3 + 16);
    this.#cString(text);
    return this.#end(start);
  }

  /** Terminate: ends the connection. */
  terminate(): this {
    return this.#end(this.#begin(CODE.terminate, 8));
  }

  sync(): this {
    return this.#end(this.#begin(CODE.sync, 8));
  }

  #begin(code: number, size: number): number {
    if (this.#length + size + 5 > this.#buffer.length) {
      const larger = Buffer.allocUnsafe((this.#length + size + 5) * 2);
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    const start = this.#length;
    this.#buffer[start] = code;
    this.#length = start + 5;
    return start;
  }

  #end(start: number): this {
    this.#buffer.writeInt32BE(this.#length - start - 1, start + 1);
    return this;
  }

  #cString(text: string): void {
    this.#length += this.#buffer.write(text, this.#length, 'utf8');
    this.#buffer[this.#length++] = 0;
  }

  #int16(value: number): void {
    this.#length = this.#buffer.writeInt16BE(value, this.#length);
  }

  #int32(value: number): void {
    this.#length = this.#buffer.writeInt32BE(value, this.#length);
  }
}

/** A parameter in PostgreSQL's text format. */
export function encodeValue(value: SqlValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'object') {
    const items = value.map((item) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
    return `{${items.join(',')}}`;
  }
  return String(value);
}

/**
 * Reads everything the backend said up to its last ReadyForQuery. The answer is that of the last command.
 *
 * @param columns the columns of prepared statements, which the backend does not tell again
 */
export function readReply(buffer: Buffer, columns: readonly Column[], shape: RowShape = {}): Reply {
  let rows: object[] = [];
  const notices: string[] = [];
  let refusal: SqlRefusal | undefined;
  let tag = '';
  let status: TransactionStatus = 'I';
  let isNewCommand = true;
  let described: readonly Column[] = columns;
  for (let offset = 0; offset < buffer.length; ) {
    const code = buffer[offset];
    const end = offset + 1 + buffer.readInt32BE(offset + 1);
    const body = offset + 5;
    if (code === CODE.dataRow) {
      if (isNewCommand) rows = [];
      isNewCommand = false;
      rows.push(readRow(buffer, body, described, shape));
    } else if (code === CODE.commandComplete) {
      if (isNewCommand) rows = [];
      isNewCommand = true;
      tag = buffer.toString('latin1', body, end - 1);
    } else if (code === CODE.rowDescription) described = readDescription(buffer, offset);
    else if (code === CODE.error) refusal ??= readRefusal(buffer, body, end);
    else if (code === CODE.notice) notices.push(readNotice(buffer, body, end));
    else if (code === CODE.readyForQuery)
      status = String.fromCharCode(buffer[body] ?? 0) as TransactionStatus; // I, T or E
    offset = end;
  }
  const answer = refusal ?? { rows, count: readCount(tag), command: readCommand(tag), columns: described };
  return { answer, status, notices };
}

/** Reads the result columns out of the answer to a Describe. None, if the statement returns no rows. */
export function readColumns(buffer: Buffer): readonly Column[] {
  for (let offset = 0; offset < buffer.length; offset += 1 + buffer.readInt32BE(offset + 1)) {
    if (buffer[offset] === CODE.rowDescription) return readDescription(buffer, offset);
  }
  return [];
}

/** Reads a RowDescription. */
export function readDescription(buffer: Buffer, offset: number): readonly Column[] {
  const columns: Column[] = [];
  let at = offset + 7;
  for (let left = buffer.readInt16BE(offset + 5); left > 0; left -= 1) {
    const nameEnd = buffer.indexOf(0, at);
    columns.push({ name: buffer.toString('utf8', at, nameEnd), typeId: buffer.readInt32BE(nameEnd + 7) });
    at = nameEnd + 19;
  }
  return columns;
}

function readRow(
  buffer: Buffer,
  start: number,
  columns: readonly Column[],
  { decode = decodeColumn, asArrays = false }: RowShape,
): object {
  const row: Record<string, unknown> = {};
  const values: unknown[] = [];
  let at = start + 2;
  for (const { name, typeId } of columns) {
    const length = buffer.readInt32BE(at);
    at += 4;
    let value: unknown = null;
    if (length >= 0) {
      value = decode(buffer.toString('utf8', at, at + length), typeId);
      at += length;
    }
    if (asArrays) values.push(value);
    else row[name] = value;
  }
  return asArrays ? values : row;
}

/** `INSERT 0 3`, `UPDATE 1`, `SELECT 5`, `BEGIN`: the number at the end, if there is one. */
function readCount(tag: string): number {
  return Number(/\d+$/.exec(tag)?.[0] ?? 0);
}

/** The words of a tag: `CREATE TABLE`, `INSERT`. */
function readCommand(tag: string): string {
  return tag.replace(/[\d ]+$/, '');
}

function readRefusal(buffer: Buffer, start: number, end: number): SqlRefusal {
  const fields = readFields(buffer, start, end);
  return {
    code: fields.get('C') ?? 'XX000',
    message: fields.get('M') ?? 'unknown error',
    constraint: fields.get('n'),
    detail: fields.get('D'),
  };
}

/** A notice as it is shown: `NOTICE:  hello`. */
export function readNotice(buffer: Buffer, start: number, end: number): string {
  const fields = readFields(buffer, start, end);
  return `${fields.get('S') ?? 'NOTICE'}:  ${fields.get('M') ?? ''}`;
}

/** The fields of an error or a notice, by their one-letter codes. */
export function readFields(buffer: Buffer, start: number, end: number): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let at = start; at < end && buffer[at] !== 0; ) {
    const valueEnd = buffer.indexOf(0, at + 1);
    fields.set(String.fromCharCode(buffer[at] ?? 0), buffer.toString('utf8', at + 1, valueEnd));
    at = valueEnd + 1;
  }
  return fields;
}
