import type { SqlValue } from '../../../src/ports/index.ts';
import type { Statement } from '../target.ts';
import { withoutTimeKeywords } from './time-keywords.ts';

/** What would keep a session from telling that it waits, or make it wait for something that it does not tell. */
const REFUSED: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: /\b(?:set|set_config|alter)\b[^;]*\b(?:client_min_messages|log_lock_waits|deadlock_timeout)\b/i,
    reason: 'target postgres needs client_min_messages, log_lock_waits and deadlock_timeout as they are',
  },
  {
    pattern: /\b(?:begin|start|set)\b[^;]*(?<!\bnot\s+)\bdeferrable\b/i,
    reason: 'target postgres cannot see a DEFERRABLE transaction wait for its snapshot',
  },
];

/** Why a text cannot be executed by this target; undefined if it can. */
export function refusalOf(text: string): string | undefined {
  return REFUSED.find(({ pattern }) => pattern.test(text))?.reason;
}

/**
 * What is sent for a statement: the same, but that keywords for the time become functions. In place of one that this
 * target refuses goes one that fails with SQLSTATE 0A000, so that its transaction fails too.
 */
export function asSent({ text, values = [] }: Statement): {
  readonly text: string;
  readonly values: readonly SqlValue[];
} {
  const known = sent.get(text);
  if (known) return known.isRefused ? known : { text: known.text, values };
  const reason = refusalOf(text);
  const made =
    reason === undefined
      ? { text: withoutTimeKeywords(text), values: [], isRefused: false }
      : { text: failure(reason), values: [], isRefused: true };
  sent.set(text, made);
  return made.isRefused ? made : { text: made.text, values };
}

/** Texts come again and again. */
const sent = new Map<
  string,
  { readonly text: string; readonly values: readonly SqlValue[]; readonly isRefused: boolean }
>();

function failure(reason: string): string {
  return `do $$ begin raise exception using errcode = '0A000', message = '${reason}'; end $$`;
}
