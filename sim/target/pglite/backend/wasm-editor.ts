/** Sections of a WebAssembly binary that are looked at. Source: WebAssembly core specification, "Binary Format". */
const SECTION = { import: 2, export: 7, code: 10 } as const;
/** Kinds of imports and exports. */
const KIND = { function: 0, table: 1, memory: 2, global: 3 } as const;
const CALL = 0x10;
const DROP = 0x1a;
const HEADER_LENGTH = 8;

const IF = [0x04, 0x40];
const RETURN = 0x0f;
const END = 0x0b;

/** A function is to call an import, which takes nothing and returns an integer. */
export type InsertedCall = {
  /** Index of the calling function. */
  readonly inside: number;
  /** The code before which it calls, which occurs once; where the function begins, if absent. */
  readonly before?: readonly number[];
  /** Name of the import. */
  readonly target: string;
  /** What its answer is for: the function, which must have no result, returns at once if it is not 0. */
  readonly answer?: 'returns-if-true';
};

export type WasmEdits = {
  /** Functions to export besides: their index by the name they get. */
  readonly exports: Readonly<Record<string, number>>;
  readonly calls: readonly InsertedCall[];
};

/**
 * Changes a WebAssembly binary in place of its compiler: more exports, and more calls.
 *
 * @throws {Error} if the code where a call belongs, or the import, is not there as expected
 */
export function editWasm(binary: Uint8Array<ArrayBuffer>, edits: WasmEdits): Uint8Array<ArrayBuffer> {
  const reader = new Reader(binary, HEADER_LENGTH);
  const parts: Uint8Array[] = [binary.subarray(0, HEADER_LENGTH)];
  let imports: readonly string[] = [];
  while (reader.offset < binary.length) {
    const start = reader.offset;
    const id = reader.byte();
    const end = reader.unsigned() + reader.offset;
    if (id === SECTION.import) imports = readImportedFunctions(reader);
    if (id === SECTION.export) parts.push(...section(id, withExports(reader, end, edits.exports)));
    else if (id === SECTION.code) parts.push(...section(id, withCalls(reader, imports, edits.calls)));
    else parts.push(binary.subarray(start, end));
    reader.offset = end;
  }
  return new Uint8Array(Buffer.concat(parts));
}

function section(id: number, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [Buffer.from([id, ...unsigned(length)]), ...parts];
}

/** Names of the imported functions, in the order of their indexes. */
function readImportedFunctions(reader: Reader): readonly string[] {
  const names: string[] = [];
  for (let count = reader.unsigned(); count > 0; count -= 1) {
    reader.name();
    const name = reader.name();
    const kind = reader.byte();
    if (kind === KIND.function) {
      reader.unsigned();
      names.push(name);
    } else if (kind === KIND.table) {
      reader.byte();
      reader.limits();
    } else if (kind === KIND.memory) reader.limits();
    else if (kind === KIND.global) reader.offset += 2;
    else throw new Error(`the module imports ${name}, of a kind that is not known: ${kind}`);
  }
  return names;
}

function withExports(reader: Reader, end: number, added: WasmEdits['exports']): readonly Uint8Array[] {
  const count = reader.unsigned();
  const known = reader.bytes.subarray(reader.offset, end);
  const entries = Object.entries(added).map(([name, index]) => {
    const text = Buffer.from(name);
    return Buffer.from([...unsigned(text.length), ...text, KIND.function, ...unsigned(index)]);
  });
  return [Buffer.from(unsigned(count + entries.length)), known, ...entries];
}

function withCalls(
  reader: Reader,
  imports: readonly string[],
  calls: readonly InsertedCall[],
): readonly Uint8Array[] {
  const count = reader.unsigned();
  const parts: Uint8Array[] = [Buffer.from(unsigned(count))];
  let missing = calls.length;
  for (let index = imports.length; index < imports.length + count; index += 1) {
    const start = reader.offset;
    const length = reader.unsigned();
    const body = reader.bytes.subarray(reader.offset, reader.offset + length);
    reader.offset += length;
    const call = calls.find(({ inside }) => inside === index);
    if (!call) {
      parts.push(reader.bytes.subarray(start, reader.offset));
      continue;
    }
    missing -= 1;
    const called = imports.indexOf(call.target);
    if (called < 0) throw new Error(`the module imports no function ${call.target}`);
    const place = call.before ? placeOf(call.before, body, index) : lengthOfLocals(body);
    const use = call.answer ? [...IF, RETURN, END] : [DROP];
    const code = Buffer.from([CALL, ...unsigned(called), ...use]);
    parts.push(
      Buffer.from(unsigned(length + code.length)),
      body.subarray(0, place),
      code,
      body.subarray(place),
    );
  }
  if (missing > 0) throw new Error('the module has not all functions that were to call an import');
  return parts;
}

function placeOf(pattern: readonly number[], body: Uint8Array, index: number): number {
  const code = Buffer.from(body.buffer, body.byteOffset, body.length);
  const place = code.indexOf(Buffer.from(pattern));
  if (place < 0 || code.includes(Buffer.from(pattern), place + 1)) {
    throw new Error(`function ${index} of the module does not hold the expected code once`);
  }
  return place;
}

/** How many bytes of a function's body declare its local variables. */
function lengthOfLocals(body: Uint8Array): number {
  const reader = new Reader(body, 0);
  for (let groups = reader.unsigned(); groups > 0; groups -= 1) {
    reader.unsigned();
    reader.byte();
  }
  return reader.offset;
}

/** An unsigned integer in LEB128. */
function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

class Reader {
  readonly bytes: Uint8Array;
  offset: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.bytes = bytes;
    this.offset = offset;
  }

  byte(): number {
    return this.bytes[this.offset++] ?? 0;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value >>> 0;
    }
  }

  name(): string {
    const length = this.unsigned();
    this.offset += length;
    return Buffer.from(this.bytes.subarray(this.offset - length, this.offset)).toString();
  }

  limits(): void {
    const hasMost = (this.unsigned() & 1) === 1;
    this.unsigned();
    if (hasMost) this.unsigned();
  }
}
