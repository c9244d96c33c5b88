import type { SqlRefusal } from '../target.ts';

/** Messages of pg-mem, and the SQLSTATE that PostgreSQL has for them. pg-mem itself gives few. */
const CODES: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/Not supported/, '0A000'],
  [/failed to parse/, '42601'],
  [/relation ".*" does not exist/, '42P01'],
  [/column ".*" does not exist/, '42703'],
  [/function .* does not exist/, '42883'],
  [/type ".*" does not exist/, '42704'],
  [/violates unique constraint/, '23505'],
  [/violates foreign key constraint/, '23503'],
  [/null value in column|violates not-null/, '23502'],
  [/check constraint/, '23514'],
];

/** SQLSTATE of "internal error": pg-mem said something that nothing here knows. */
const INTERNAL = 'XX000';

/** Makes a refusal of what pg-mem threw. */
export function refusalOf(error: unknown): SqlRefusal {
  const message = error instanceof Error ? error.message : String(error);
  const facts = error as { readonly code?: unknown; readonly data?: { readonly details?: unknown } };
  const known = CODES.find(([pattern]) => pattern.test(message))?.[1] ?? INTERNAL;
  return {
    code: typeof facts.code === 'string' ? facts.code : known,
    message: message.split('\n')[0] ?? message,
    constraint: /constraint "([^"]+)"/.exec(message)?.[1],
    detail: typeof facts.data?.details === 'string' ? facts.data.details : undefined,
  };
}
