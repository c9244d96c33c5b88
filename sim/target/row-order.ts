/** A node of PostgreSQL's plan, as EXPLAIN (FORMAT JSON) tells it. */
export type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
};

/** Scans whose rows come in the order of their making. */
const ORDERED_SCANS: ReadonlySet<string> = new Set([
  'Function Scan',
  'Values Scan',
  'Result',
  'WorkTable Scan',
]);
const INDEX_SCANS: ReadonlySet<string> = new Set(['Index Scan', 'Index Only Scan']);

/**
 * Whether a statement's answer could depend on where rows happen to lie: it reads a table other than by a unique
 * index. (A unique index gives each row its own place; a heap, or equal keys of another index, does not.)
 */
export function showsRowOrder(plan: PlanNode, uniqueIndexes: ReadonlySet<string>): boolean {
  const type = plan['Node Type'];
  if (INDEX_SCANS.has(type) && !uniqueIndexes.has(plan['Index Name'] ?? '')) return true;
  if (type.endsWith('Scan') && !INDEX_SCANS.has(type) && !ORDERED_SCANS.has(type) && !isOverSubplan(type))
    return true;
  return (plan.Plans ?? []).some((child) => showsRowOrder(child, uniqueIndexes));
}

/** Scans of what another part of the plan made: that part is judged. */
function isOverSubplan(type: string): boolean {
  return type === 'Subquery Scan' || type === 'CTE Scan';
}
