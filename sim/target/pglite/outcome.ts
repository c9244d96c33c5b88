import type { Execution } from '../target.ts';
import { CODE, type TransactionStatus } from '../wire.ts';

/** What came back for a statement. */
export type Outcome = Execution & { readonly status: TransactionStatus };

/** How ReadyForQuery says that there is no transaction. */
const IDLE = 0x49;

/** The same outcome, with the word that the transaction is over. */
export function idle(outcome: Outcome): Outcome {
  const copy = kept(outcome);
  const last = copy.wire.at(-1);
  if (last instanceof Uint8Array && last.length > 0) last[last.length - 1] = IDLE;
  return { ...copy, status: 'I' };
}

/** The messages before the first error. */
export function beforeError(messages: Buffer): Buffer {
  for (let offset = 0; offset < messages.length; offset += 1 + messages.readInt32BE(offset + 1)) {
    if (messages[offset] === CODE.error) return messages.subarray(0, offset);
  }
  return messages;
}

/** A refusal of the target's own. */
export function refusal(text: string, message: string): Pick<Execution, 'answer' | 'wire'> {
  return { answer: { code: '0A000', message }, wire: [text, '0A000', message] };
}

/** What has to wait for something that no lock tells of, or cannot be executed again. */
export function cannotWait(text: string): Pick<Execution, 'answer' | 'wire'> {
  return refusal(text, `target pglite cannot have this statement wait for another session: ${text}`);
}

/** The same outcome in memory of its own, for others are about to use what it lies in. */
export function kept<Kept extends Execution>(outcome: Kept): Kept {
  const wire = outcome.wire.map((part) => (typeof part === 'string' ? part : Buffer.from(part)));
  return { ...outcome, wire };
}

/** What a statement is answered, with what was said to the one that was sent along before. */
export function after(before: Outcome, outcome: Outcome): Outcome {
  const notices = [...before.notices, ...outcome.notices];
  return { ...outcome, notices, wire: [...before.wire, ...outcome.wire] };
}

/** What a script is answered: all that was said to its statements, the last one's answer. */
export function together(text: string, said: readonly Outcome[]): Outcome {
  const last = said.at(-1);
  if (!last) throw new Error(`"${text}" has no statement`);
  const replies = said.map(({ wire }) => wire.at(-1)).filter((reply) => reply instanceof Uint8Array);
  const notices = said.flatMap((outcome) => outcome.notices);
  return { ...last, notices, wire: [text, Buffer.concat(replies)] };
}
