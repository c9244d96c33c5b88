import type { Evidence } from './evidence.ts';
import type { Law, Witness } from './law.ts';

/** Nothing runs more often than it may: attempts at a task, executions for an idempotency key. */
export const conserved: Law = {
  name: 'conserved',
  statement: 'A task has no more attempts than its retries allow, and an idempotency key one execution.',
  check(evidence) {
    return tooManyAttempts(evidence) ?? tooManyExecutions(evidence);
  },
};

function tooManyAttempts({ tasks }: Evidence): Witness | undefined {
  const task = tasks.find(({ attempt, retries }) => attempt > 1 + retries);
  return (
    task && {
      sentence: `Task ${task.id} has had ${task.attempt} attempts, and may have ${1 + task.retries}.`,
      subjects: [task.id],
      shape: 'more attempts than allowed',
    }
  );
}

function tooManyExecutions({ calls }: Evidence): Witness | undefined {
  const owners = new Map<string, string>();
  for (const { operation, request, answer, isRefused } of calls) {
    if (isRefused || (operation !== 'startWorkflow' && operation !== 'startTask')) continue;
    const { kind, idempotencyKey } = request as { readonly kind: string; readonly idempotencyKey?: string };
    if (idempotencyKey === undefined) continue;
    const { workflowId, taskId } = answer as { readonly workflowId?: string; readonly taskId?: string };
    const owner = workflowId ?? taskId ?? '';
    const key = JSON.stringify([operation, kind, idempotencyKey]);
    const known = owners.get(key) ?? owner;
    owners.set(key, known);
    if (known === owner) continue;
    return {
      sentence: `${operation} of ${kind} with key ${idempotencyKey} was answered with ${known} and with ${owner}.`,
      subjects: [known, owner],
      shape: `${operation}: two executions for one key`,
    };
  }
  return undefined;
}
