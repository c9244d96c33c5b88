import type { Failure } from '../events/index.ts';
import {
  abandonedAttempts,
  abandonedWorkflows,
  type Attempt,
  lockTask,
  lockWorkflowOfTask,
  reclaimWorkflow,
} from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { recordFailure } from './fail-task.ts';
import type { SweepRequest, SweepResponse } from './operations.ts';
import { sweep } from './sweep.ts';

const ABANDONED: Failure = {
  name: 'LeaseExpired',
  message: 'the worker that held the task was not heard of',
};

/**
 * Takes back what workers have not finished in time: workflows can be claimed again, and an attempt at a task counts as
 * one that failed.
 */
export async function reclaimLeases(ports: EnginePorts, request: SweepRequest): Promise<SweepResponse> {
  const workflows = await sweep(ports, request, {
    find: abandonedWorkflows,
    handle: (id) => reclaimWorkflow(ports.sql, id),
  });
  const tasks = await sweep(ports, request, {
    find: abandonedAttempts,
    handle: (attempt) => reclaimTask(ports, attempt),
  });
  return { ...workflows, ...tasks, count: workflows.count + tasks.count };
}

function reclaimTask({ sql, random }: EnginePorts, attempt: Attempt): Promise<boolean> {
  return sql.transaction(async (session) => {
    const workflow = await lockWorkflowOfTask(session, attempt.taskId);
    const task = await lockTask(session, attempt.taskId);
    // Its worker may have been heard of since, or another attempt may have begun.
    if (!task || !task.isAbandoned || task.status !== 'RUNNING' || task.token !== attempt.token) return false;
    const failed = { ...attempt, workflow, task, error: ABANDONED, retryable: true, random };
    await recordFailure(session, failed);
    return true;
  });
}
