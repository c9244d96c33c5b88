const ERROR = 0x45;
const NOTICE = 0x4e;

/** Numbers that a server gives out as it likes, in the texts of errors and notices. */
const FACTS: readonly RegExp[] = [
  /(transaction )(\d+)/g,
  /(tuple )(\(\d+,\d+\))/g,
  /(relation )(\d+)(?= of database)/g,
  /(database )(\d+)/g,
];

/**
 * Replaces, in all errors and notices among wire messages, what no seed decides: a backend's process becomes the
 * session's number, transactions and the like are numbered as they are mentioned.
 *
 * @param numberOf a session's number, by its backend's process
 * @returns the same bytes if there is nothing to replace
 */
export function withoutVolatileFacts(
  messages: Buffer,
  numberOf: (pid: number) => number | undefined,
): Buffer {
  const parts: Buffer[] = [];
  let kept = 0;
  for (let offset = 0; offset < messages.length; ) {
    const code = messages[offset];
    const end = offset + 1 + messages.readInt32BE(offset + 1);
    if (code === ERROR || code === NOTICE) {
      const told = messages.toString('latin1', offset + 5, end);
      const masked = mask(told, numberOf);
      if (masked !== told) {
        const head = Buffer.from([code, 0, 0, 0, 0]);
        head.writeInt32BE(masked.length + 4, 1);
        parts.push(messages.subarray(kept, offset), head, Buffer.from(masked, 'latin1'));
        kept = end;
      }
    }
    offset = end;
  }
  return parts.length === 0 ? messages : Buffer.concat([...parts, messages.subarray(kept)]);
}

function mask(text: string, numberOf: (pid: number) => number | undefined): string {
  let masked = text.replaceAll(
    /([Pp]rocess )(\d+)/g,
    (_, word: string, pid: string) => word + String(numberOf(Number(pid)) ?? '?'),
  );
  for (const fact of FACTS) {
    const known: string[] = [];
    masked = masked.replaceAll(fact, (_, word: string, value: string) => {
      if (!known.includes(value)) known.push(value);
      return word + String(known.indexOf(value) + 1);
    });
  }
  return masked;
}
