import type { ChildStatus, Failure, Json, StartChild } from '../events/index.ts';
import type { Sql } from '../ports/index.ts';

/** A child, as its parent knows it. */
export type ChildAddress = { readonly workflowId: string; readonly childId: string };

/** A workflow that has ended, and whose parent has not been told. */
export type ChildEnd = {
  readonly parentId: string;
  readonly status: Exclude<ChildStatus, 'STARTED'>;
  readonly hasOutput: boolean;
  readonly output: Json;
  readonly error: Failure | null;
};

/** Creates the workflows that a parent asks for, unless their ids are taken. @returns those that were created. */
export async function insertChildren(
  sql: Sql,
  parentId: string,
  commands: readonly StartChild[],
): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ id: string }>(
    `insert into workflow_execution (id, kind, queue, input, parent_id)
     select child ->> 'childId', child ->> 'kind', child ->> 'queue', child -> 'input', $1
     from jsonb_array_elements($2::jsonb) as batch (child)
     order by child ->> 'childId'
     on conflict (id) do nothing returning id`,
    [parentId, JSON.stringify(commands)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Remembers a parent's children. */
export async function insertChildLinks(
  sql: Sql,
  parentId: string,
  links: readonly { readonly childId: string; readonly status: ChildStatus }[],
): Promise<void> {
  await sql.query(
    `insert into child_workflow (workflow_id, child_id, status)
     select $1, link ->> 'childId', link ->> 'status'
     from jsonb_array_elements($2::jsonb) with ordinality as batch (link, position)
     order by position`,
    [parentId, JSON.stringify(links)],
  );
}

/** Gives up those of a parent's children that have not ended; they are still to be told. @returns which. */
export async function setChildrenCancelled(
  sql: Sql,
  parentId: string,
  childIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ childId: string }>(
    `update child_workflow set status = 'CANCELLED', must_cancel = true
     where workflow_id = $1 and child_id = any($2::text[]) and status = 'STARTED' returning child_id as "childId"`,
    [parentId, childIds],
  );
  return new Set(rows.map(({ childId }) => childId));
}

/** Ends a child, as its parent knows it. @returns false if it had ended for its parent. */
export async function setChildEnded(
  sql: Sql,
  { workflowId, childId }: ChildAddress,
  status: ChildEnd['status'],
  ignored: boolean,
): Promise<boolean> {
  const rows = await sql.query(
    `update child_workflow set status = $3, ignored = $4
     where workflow_id = $1 and child_id = $2 and status = 'STARTED' returning child_id`,
    [workflowId, childId, status, ignored],
  );
  return rows.length === 1;
}

/** How a workflow ended, if its parent is still to be told. */
export async function untoldEnd(sql: Sql, childId: string): Promise<ChildEnd | undefined> {
  const rows = await sql.query<ChildEnd>(
    `select parent_id as "parentId", status, output is not null as "hasOutput", output, error
     from workflow_execution
     where id = $1 and parent_id is not null and not parent_told and status in ('COMPLETED', 'FAILED', 'CANCELLED')`,
    [childId],
  );
  return rows[0];
}

/** Workflows whose parents are still to be told of their end. */
export async function untoldChildren(sql: Sql, limit: number): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from workflow_execution
     where parent_id is not null and not parent_told and status in ('COMPLETED', 'FAILED', 'CANCELLED')
     order by updated_at, id limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** The parent has been told of the end. */
export async function setParentTold(sql: Sql, childId: string): Promise<void> {
  await sql.query('update workflow_execution set parent_told = true where id = $1 and not parent_told', [
    childId,
  ]);
}

/** Children that their parents gave up, and that are still to be told. */
export async function childrenToCancel(sql: Sql, limit: number): Promise<readonly ChildAddress[]> {
  return await sql.query<ChildAddress>(
    `select workflow_id as "workflowId", child_id as "childId" from child_workflow
     where must_cancel order by workflow_id, child_id limit $1`,
    [limit],
  );
}

/** Whether a parent gave this child of its up, and the child is still to be told. */
export async function isChildToCancel(sql: Sql, { workflowId, childId }: ChildAddress): Promise<boolean> {
  const rows = await sql.query(
    'select child_id from child_workflow where workflow_id = $1 and child_id = $2 and must_cancel',
    [workflowId, childId],
  );
  return rows.length === 1;
}

/** The child has been told that its parent gave it up. */
export async function setChildTold(sql: Sql, { workflowId, childId }: ChildAddress): Promise<void> {
  await sql.query(
    'update child_workflow set must_cancel = false where workflow_id = $1 and child_id = $2 and must_cancel',
    [workflowId, childId],
  );
}
