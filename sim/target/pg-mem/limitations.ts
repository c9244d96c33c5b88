import type { Limitation, Statement } from '../target.ts';

/** A limitation, and which statements need what is missing. */
type Gap = Limitation & { isNeededBy(statement: Statement): boolean };

const textMatches =
  (pattern: RegExp) =>
  ({ text }: Statement): boolean =>
    pattern.test(text);

/** What pg-mem lacks, or answers otherwise than PostgreSQL without telling. */
const GAPS: readonly Gap[] = [
  {
    feature: 'transactions',
    reason:
      'pg-mem has one state for everybody: it is given single statements only, each committed by itself',
    isNeededBy: ({ text, begins = false }) =>
      begins || /^\s*(begin|start|commit|end|rollback|abort|savepoint|release|prepare)\b/i.test(text),
  },
  {
    feature: 'row-locks',
    reason: 'pg-mem reads over FOR UPDATE and its relatives; nobody is kept out, so the clause is refused',
    isNeededBy: textMatches(/\bfor\s+(no\s+key\s+update|update|key\s+share|share)\b/i),
  },
  {
    feature: 'table-locks',
    reason: 'pg-mem does not know LOCK TABLE',
    isNeededBy: textMatches(/^\s*lock\b/i),
  },
  {
    feature: 'advisory-locks',
    reason: 'pg-mem has no advisory locks',
    isNeededBy: textMatches(/\bpg_(try_)?advisory_/i),
  },
  {
    feature: 'settings',
    reason: 'pg-mem takes SET and forgets it',
    isNeededBy: textMatches(/^\s*(set|show|reset)\b|\b(set_config|current_setting)\s*\(/i),
  },
  {
    feature: 'array-parameters',
    reason: 'pg-mem finds nothing by = any($1), without an error',
    isNeededBy: ({ values = [] }) => values.some((value) => Array.isArray(value)),
  },
  {
    feature: 'large-numbers',
    reason: 'pg-mem keeps bigint and numeric as JavaScript numbers, which lose digits beyond 2^53',
    isNeededBy: ({ text, values = [] }) =>
      /\d{16,}/.test(text) || values.some((value) => typeof value === 'number' && Math.abs(value) > 2 ** 53),
  },
  {
    feature: 'scripts',
    reason: 'what a script had done before its error would stay done in pg-mem',
    isNeededBy: ({ isScript = false }) => isScript,
  },
  {
    feature: 'wire-columns',
    reason: "pg-mem has neither PostgreSQL's type identifiers nor its text format",
    isNeededBy: ({ decode, asArrays = false }) => decode !== undefined || asArrays,
  },
  {
    feature: 'plpgsql',
    reason: 'pg-mem has no procedural language, and no notices',
    isNeededBy: textMatches(/^\s*do\b|\blanguage\s+plpgsql\b/i),
  },
];

/** What pg-mem cannot do. */
export const PG_MEM_LIMITATIONS: readonly Limitation[] = GAPS.map(({ feature, reason }) => ({
  feature,
  reason,
}));

/** The first limitation that a statement would meet. */
export function limitationOf(statement: Statement): Limitation | undefined {
  return GAPS.find((gap) => gap.isNeededBy(statement));
}
