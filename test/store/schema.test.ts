import { expect, it } from 'vitest';
import { onEachDatabase } from '../support/databases.ts';

onEachDatabase((sql) => {
  const workflow = (columns: string, values: string): string =>
    `insert into workflow_execution (id, kind, queue${columns}) values ('w1', 'order', 'default'${values})`;
  const task = (columns: string, values: string): string =>
    `insert into task_execution (id, kind, queue, max_retries, retry_initial_delay, retry_max_delay${columns})
     values ('t1', 'charge', 'default', 0, 0, 0${values})`;

  it.each([
    ['a RUNNING workflow without a lease', workflow(', status', ", 'RUNNING'"), 'workflow_execution_check'],
    [
      'a lease of a workflow that is not RUNNING',
      workflow(', lease_token', ", 't'"),
      'workflow_execution_check',
    ],
    [
      'an unknown status of a workflow',
      workflow(', status', ", 'PAUSED'"),
      'workflow_execution_status_check',
    ],
    ['an unknown status of a task', task(', status', ", 'WAITING'"), 'task_execution_status_check'],
    ['a negative attempt', task(', attempt', ', -1'), 'task_execution_attempt_check'],
  ])('does not hold %s', async (_, statement, constraint) => {
    await expect(sql.query(statement)).rejects.toMatchObject({ code: '23514', constraint });
  });

  it('does not hold a task of an unknown workflow', async () => {
    await expect(sql.query(task(', workflow_id', ", 'w9'"))).rejects.toMatchObject({
      code: '23503',
      constraint: 'task_execution_workflow_id_fkey',
    });
  });

  it('does not hold two events at one place of a history', async () => {
    await sql.query(workflow('', ''));
    const event =
      "insert into workflow_event (workflow_id, sequence, type, data) values ('w1', 1, 'X', '{}')";
    await sql.query(event);

    await expect(sql.query(event)).rejects.toMatchObject({
      code: '23505',
      constraint: 'workflow_event_pkey',
    });
  });

  it('forgets the history and the tasks of a workflow together with it', async () => {
    await sql.query(workflow('', ''));
    await sql.query(task(', workflow_id', ", 'w1'"));
    await sql.query(
      "insert into workflow_event (workflow_id, sequence, type, data) values ('w1', 1, 'X', '{}')",
    );

    await sql.query('delete from workflow_execution');

    expect(await sql.query('select id from task_execution')).toEqual([]);
    expect(await sql.query('select sequence from workflow_event')).toEqual([]);
  });
});
