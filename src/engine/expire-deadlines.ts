import type { Failure } from '../events/index.ts';
import { expiredTasks, lockWorkflowOfTask, nextDeadline, setTaskExpired } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { SweepRequest, SweepResponse } from './operations.ts';
import { sweep } from './sweep.ts';
import { endAwaited } from './tell-workflow.ts';

const TIMED_OUT: Failure = { name: 'TaskTimedOut', message: 'the task did not end before its deadline' };

/** Fails the tasks whose deadlines are over, each in a transaction of its own. */
export function expireDeadlines(ports: EnginePorts, request: SweepRequest): Promise<SweepResponse> {
  return sweep(ports, request, {
    find: expiredTasks,
    next: nextDeadline,
    handle: (taskId) => expireDeadline(ports, taskId),
  });
}

function expireDeadline({ sql }: EnginePorts, taskId: string): Promise<boolean> {
  return sql.transaction(async (session) => {
    const workflow = await lockWorkflowOfTask(session, taskId);
    if (!workflow) return await setTaskExpired(session, taskId, TIMED_OUT, false);
    const event = { type: 'TASK_FAILED', data: { taskId, error: TIMED_OUT } } as const;
    const told = await endAwaited(session, workflow, event, (ignored) =>
      setTaskExpired(session, taskId, TIMED_OUT, ignored),
    );
    return told !== undefined;
  });
}
