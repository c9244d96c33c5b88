/** Messages as a PostgreSQL backend writes them, for tests that stand in for one. */

function message(letter: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(letter), int32(body.length + 4), body]);
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

export function rowDescription(...names: readonly string[]): Buffer {
  const columns = names.map((name) => Buffer.concat([cString(name), Buffer.alloc(18)]));
  return message('T', int16(names.length), ...columns);
}

export function dataRow(...values: readonly (string | null)[]): Buffer {
  const encoded = values.map((value) =>
    value === null ? int32(-1) : Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]),
  );
  return message('D', int16(values.length), ...encoded);
}

export function commandComplete(tag: string): Buffer {
  return message('C', cString(tag));
}

export function emptyQuery(): Buffer {
  return message('I');
}

export function errorResponse(fields: Readonly<Record<string, string>>): Buffer {
  return message('E', fieldsOf(fields));
}

export function noticeResponse(fields: Readonly<Record<string, string>>): Buffer {
  return message('N', fieldsOf(fields));
}

function fieldsOf(fields: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat([
    ...Object.entries(fields).map(([code, text]) => cString(`${code}${text}`)),
    Buffer.alloc(1),
  ]);
}

export function notificationResponse(processId: number, channel: string, payload: string): Buffer {
  return message('A', int32(processId), cString(channel), cString(payload));
}

export function readyForQuery(status = 'I'): Buffer {
  return message('Z', Buffer.from(status));
}
