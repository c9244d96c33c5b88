import { type Operations, SWEEP_NAMES, type Sweeps } from '../engine/index.ts';
import { isWorkflowEnded } from '../events/index.ts';
import type { Announcer } from './announcer.ts';
import { TOPICS } from './topics.ts';

/** Answers that leave everything as it was, so that there is nothing to tell. */
const NOTHING_NEW: ReadonlySet<string> = new Set(['IGNORED', 'STALE', 'SETTLED']);

/**
 * Operations that say afterwards who may have something to do. A repeated request is told of again: whoever answered it
 * first may have died before it could tell.
 */
export function notifyAfter(operations: Operations, announcer: Announcer): Operations {
  /** Has the workflow looked at after an operation on it, unless that changed nothing. */
  const tellWorkflow =
    <Request, Answer>(
      call: (request: Request) => Promise<Answer & { readonly type: string }>,
      workflowOf: (request: Request) => string,
    ) =>
    async (request: Request): Promise<Answer & { readonly type: string }> => {
      const answer = await call(request);
      if (!NOTHING_NEW.has(answer.type)) announcer.workflow(workflowOf(request));
      return answer;
    };
  const tellTask =
    <Request extends { readonly taskId: string }, Answer extends { readonly type: string }>(
      call: (request: Request) => Promise<Answer>,
    ) =>
    async (request: Request): Promise<Answer> => {
      const answer = await call(request);
      if (!NOTHING_NEW.has(answer.type)) announcer.task(request.taskId);
      return answer;
    };
  return {
    ...operations,
    async startWorkflow(request) {
      const answer = await operations.startWorkflow(request);
      if (answer.created) announcer.publish(TOPICS.workflows(request.queue));
      else announcer.workflow(answer.workflowId);
      return answer;
    },
    async startTask(request) {
      const answer = await operations.startTask(request);
      if (answer.created) announcer.publish(TOPICS.tasks(request.queue));
      else announcer.task(answer.taskId);
      return answer;
    },
    async submitCommands(request) {
      const { workflowId, commands } = request;
      const answer = await operations.submitCommands(request);
      if (answer.type === 'STALE') return answer;
      const topics = new Set<string>();
      for (const command of commands) {
        if (command.type === 'SCHEDULE_TASK') topics.add(TOPICS.tasks(command.queue));
        if (command.type === 'START_CHILD') topics.add(TOPICS.workflows(command.queue));
        if (command.type === 'CANCEL_CHILD') announcer.workflow(command.childId);
      }
      if (isWorkflowEnded(answer.status)) topics.add(TOPICS.ended(workflowId));
      announcer.publish(...topics);
      if (answer.status !== 'WAITING') announcer.workflow(workflowId);
      return answer;
    },
    signalWorkflow: tellWorkflow(
      (request) => operations.signalWorkflow(request),
      ({ workflowId }) => workflowId,
    ),
    signalWithStart: tellWorkflow(
      (request) => operations.signalWithStart(request),
      ({ start }) => start.id,
    ),
    cancelWorkflow: tellWorkflow(
      (request) => operations.cancelWorkflow(request),
      ({ workflowId }) => workflowId,
    ),
    cancelTimer: tellWorkflow(
      (request) => operations.cancelTimer(request),
      ({ workflowId }) => workflowId,
    ),
    resolvePromise: tellWorkflow(
      (request) => operations.resolvePromise(request),
      ({ workflowId }) => workflowId,
    ),
    rejectPromise: tellWorkflow(
      (request) => operations.rejectPromise(request),
      ({ workflowId }) => workflowId,
    ),
    cancelTask: tellTask((request) => operations.cancelTask(request)),
    completeTask: tellTask((request) => operations.completeTask(request)),
    failTask: tellTask((request) => operations.failTask(request)),
  };
}

/** Sweeps that say afterwards who may have something to do: everybody, for a sweep does not tell whom it found. */
export function notifyAfterSweeps(sweeps: Sweeps, announcer: Announcer): Sweeps {
  const entries = SWEEP_NAMES.map((name) => [
    name,
    async (request: Parameters<Sweeps[typeof name]>[0]) => {
      const answer = await sweeps[name](request);
      if (answer.count > 0 && name !== 'forgetKeys') announcer.anything();
      return answer;
    },
  ]);
  return Object.fromEntries(entries) as Sweeps; // each name with the sweep of that name
}
