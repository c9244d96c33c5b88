import type { Json } from '../../src/events/index.ts';
import type { Defect } from './defect.ts';

type Claimed = {
  readonly id: string;
  readonly workflowId: string | null;
  readonly kind: string;
  readonly attempt: number;
  readonly hasInput: boolean;
  readonly input: Json;
};

/** Two workers look for work at once, find the same task, and each takes it: the second one from the first. */
export const claimWithoutLock: Defect = {
  name: 'claim-without-lock',
  summary: 'a task is looked for and then taken, and nothing keeps it from being taken in between',
  source: 'a select without FOR UPDATE SKIP LOCKED, and an update by key alone',
  breaks: 'one-owner',
  shows: {
    scenario: 'race',
    size: { tasks: 2, workers: 3 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql, random }) => ({
    ...engine,
    async pollTask({ worker, queues, kinds, leaseMs }) {
      const token = random.uuid();
      return await sql.transaction(async (session) => {
        const found = await session.query<{ id: string }>(
          `select id from task_execution
           where status = 'PENDING' and queue = any($1::text[]) and kind = any($2::text[]) and run_after <= now()
           order by run_after, created_at, id limit 1`,
          [queues, kinds],
        );
        const id = found[0]?.id;
        if (id === undefined) return {};
        const rows = await session.query<Claimed>(
          `update task_execution
           set status = 'RUNNING', attempt = attempt + 1, lease_worker = $2, lease_token = $3,
               lease_expires_at = now() + $4 * interval '1 millisecond', updated_at = now()
           where id = $1
           returning id, workflow_id as "workflowId", kind, attempt, input is not null as "hasInput", input`,
          [id, worker, token, leaseMs],
        );
        const claimed = rows[0];
        if (!claimed) return {};
        const { workflowId, hasInput, input, ...task } = claimed;
        const ofWorkflow = workflowId === null ? {} : { workflowId };
        return { task: { ...task, ...ofWorkflow, ...(hasInput ? { input } : {}), token } };
      });
    },
  }),
};
