import { type PGlite, protocol } from '@electric-sql/pglite';

let isMuted = false;

const { prototype } = protocol.Parser;
// oxlint-disable-next-line typescript/unbound-method -- the proxy passes the parser on
prototype.parse = new Proxy(prototype.parse, {
  apply: (parse, parser, call) => (isMuted ? undefined : Reflect.apply(parse, parser, call)),
});

/**
 * Sends wire messages and returns the backend's, which nobody but the caller reads. PGlite would parse them too, and
 * keep all of them until its next asynchronous call: a third of the time, and memory without end.
 */
export function sendUnparsed(database: PGlite, message: Uint8Array): Uint8Array {
  isMuted = true;
  try {
    return database.execProtocolRawSync(message);
  } finally {
    isMuted = false;
  }
}
