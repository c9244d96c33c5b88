import type { Sql } from '../ports/index.ts';

/** A table with statuses, and how those are found by an index that stay few: what is under way, not what has ended. */
const TABLES = {
  workflows: { table: 'workflow_execution', live: ['PENDING', 'CANCELLING', 'RUNNING'] },
  tasks: { table: 'task_execution', live: ['PENDING', 'RUNNING'] },
} as const;

/** What is looked at of a table, in pages (of 8 KiB, as PostgreSQL is built), and of each status that has an index. */
const MOST_PAGES = 2_000;
const MOST_ROWS = 10_000;

/**
 * Counts workflows or tasks by status. Exactly where the table has at most 2,000 pages; else from so many of its pages,
 * which the database chooses at random, and up to 10,000 of each status that an index finds. It takes about as long
 * however many there are.
 */
export async function countStatuses(
  sql: Sql,
  of: keyof typeof TABLES,
  mostPages: number = MOST_PAGES,
): Promise<ReadonlyMap<string, number>> {
  const { table, live } = TABLES[of];
  const size = await sql.query<{ pages: number }>(
    `select (pg_relation_size('${table}') / current_setting('block_size')::integer)::float8 as pages`,
  );
  const percentage = Math.min(100, (100 * mostPages) / Math.max(size[0]?.pages ?? 0, 1));
  const sampled = await sql.query<{ status: string; count: number }>(
    `select status, count(*)::float8 as count from ${table} tablesample system ($1::real) group by status`,
    [percentage],
  );
  const counts = new Map(
    sampled.map(({ status, count }) => [status, Math.round((count * 100) / percentage)]),
  );
  if (percentage === 100) return counts;
  for (const status of live) {
    const rows = await sql.query<{ count: number }>(
      `select count(*)::float8 as count from (select from ${table} where status = '${status}' limit ${MOST_ROWS}) as few`,
    );
    counts.set(status, rows[0]?.count ?? 0);
  }
  return counts;
}
