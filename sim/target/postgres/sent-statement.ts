import type { SqlValue } from '../../../src/ports/index.ts';
import type { Statement } from '../target.ts';
import { withoutTimeKeywords } from './time-keywords.ts';

/** A text as the server gets it. */
type Sent = {
  readonly text: string;
  /** It goes without the statement's values. */
  readonly isRefused: boolean;
};

/** Settings by which a session tells that it waits: others of their names are set and shown instead. */
const SETTINGS =
  /(?<![.\w])(?=(?:client_min_messages|log_lock_waits|deadlock_timeout|max_parallel_workers)\b)/gi;

/** A transaction that waits for its snapshot does not tell that it waits. */
const DEFERRABLE = /\b(?:begin|start|set)\b[^;]*(?<!\bnot\s+)\bdeferrable\b/i;
const REFUSAL = `do $$ begin raise exception using errcode = '0A000',
  message = 'target postgres cannot see a DEFERRABLE transaction wait for its snapshot'; end $$`;

/** Texts come again and again. */
const known = new Map<string, Sent>();

/**
 * What is sent for a statement: the same, but that keywords for the time become functions, and settings that this
 * target needs as they are become others. In place of a statement that it refuses goes one that fails with SQLSTATE
 * 0A000, so that its transaction fails too.
 */
export function asSent({ text, values = [] }: Statement): {
  readonly text: string;
  readonly values: readonly SqlValue[];
} {
  let sent = known.get(text);
  if (!sent) {
    const isRefused = DEFERRABLE.test(text);
    sent = { text: isRefused ? REFUSAL : schemaAsSent(text), isRefused };
    known.set(text, sent);
  }
  return { text: sent.text, values: sent.isRefused ? [] : values };
}

/** The same for a statement of a schema, of which nothing is refused. */
export function schemaAsSent(text: string): string {
  return withoutTimeKeywords(text.replaceAll(SETTINGS, 'skein.'));
}
