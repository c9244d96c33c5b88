import { CODE, readDescription, readFields, readNotice } from './wire.ts';
import type { Execution } from './target.ts';

/** One thing that a server says while it executes a statement or a script. */
export type Utterance =
  /** A command completed that returns rows. */
  | {
      readonly kind: 'rows';
      readonly columns: readonly string[];
      /** In PostgreSQL's text format. */
      readonly rows: readonly (readonly (string | null)[])[];
    }
  /** A command completed that returns none, or there was no command. */
  | { readonly kind: 'done' }
  | {
      readonly kind: 'error';
      readonly severity: string;
      /** SQLSTATE. */
      readonly code: string;
      readonly message: string;
      /** The target refused by itself; the server was not asked. */
      readonly isByTarget: boolean;
    }
  /** As it is shown: `NOTICE:  hello`. */
  | { readonly kind: 'notice'; readonly text: string }
  | {
      readonly kind: 'notification';
      /** Of the session that sent it. */
      readonly processId: number;
      readonly channel: string;
      readonly payload: string;
    };

/**
 * Everything that the server said to a script, in its order. A refusal that the target made by itself, without asking
 * the server, is an error.
 */
export function transcriptOf({ answer, notices, wire }: Execution): readonly Utterance[] {
  const reply = wire.at(-1);
  if (reply !== undefined && typeof reply !== 'string') return readTranscript(reply);
  const said = notices.map((text): Utterance => ({ kind: 'notice', text }));
  if ('code' in answer) {
    const { code, message } = answer;
    return [...said, { kind: 'error', severity: 'ERROR', code, message, isByTarget: true }];
  }
  throw new Error(`the target does not tell what the server said (${answer.command})`);
}

/** Reads what a server says to a script by the simple protocol, as far as it has come. */
export function readTranscript(bytes: Uint8Array): readonly Utterance[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const said: Utterance[] = [];
  let columns: readonly string[] | undefined;
  let rows: (readonly (string | null)[])[] = [];
  for (let offset = 0; offset < buffer.length; ) {
    const code = buffer[offset];
    const end = offset + 1 + buffer.readInt32BE(offset + 1);
    const body = offset + 5;
    if (code === CODE.rowDescription)
      [columns, rows] = [readDescription(buffer, offset).map(({ name }) => name), []];
    else if (code === CODE.dataRow) rows.push(readValues(buffer, body));
    else if (code === CODE.commandComplete || code === CODE.emptyQuery) {
      said.push(columns ? { kind: 'rows', columns, rows } : { kind: 'done' });
      columns = undefined;
    } else if (code === CODE.error) {
      said.push(readError(buffer, body, end));
      columns = undefined;
    } else if (code === CODE.notice) said.push({ kind: 'notice', text: readNotice(buffer, body, end) });
    else if (code === CODE.notification) said.push(readNotification(buffer, body));
    offset = end;
  }
  return said;
}

/** A row's values, as many as it says it has. */
function readValues(buffer: Buffer, start: number): readonly (string | null)[] {
  let at = start + 2;
  return Array.from({ length: buffer.readInt16BE(start) }, () => {
    const length = buffer.readInt32BE(at);
    at += 4 + Math.max(0, length);
    return length < 0 ? null : buffer.toString('utf8', at - length, at);
  });
}

function readError(buffer: Buffer, start: number, end: number): Utterance {
  const fields = readFields(buffer, start, end);
  const [severity = 'ERROR', code = 'XX000', message = ''] = ['S', 'C', 'M'].map((name) => fields.get(name));
  return { kind: 'error', severity, code, message, isByTarget: false };
}

function readNotification(buffer: Buffer, start: number): Utterance {
  const channelEnd = buffer.indexOf(0, start + 4);
  const payloadEnd = buffer.indexOf(0, channelEnd + 1);
  return {
    kind: 'notification',
    processId: buffer.readInt32BE(start),
    channel: buffer.toString('utf8', start + 4, channelEnd),
    payload: buffer.toString('utf8', channelEnd + 1, payloadEnd),
  };
}
