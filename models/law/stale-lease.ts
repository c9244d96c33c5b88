import type { Call, Evidence } from './evidence.ts';
import type { Witness } from './law.ts';

type Result = { readonly taskId: string; readonly attempt: number };
type Submission = { readonly workflowId: string; readonly token: string };

/**
 * A result that was accepted from an attempt that did not hold the lease. Whatever ends a task is its last attempt, and
 * no attempt is retried when a later one has been given out.
 */
export function staleResult({ calls, tasks }: Evidence): Witness | undefined {
  const lastAttempts = new Map(tasks.map(({ id, attempt }) => [id, attempt]));
  const given = calls.flatMap(({ operation, answer, isRefused, answeredAt }) => {
    if (operation !== 'pollTask' || isRefused) return [];
    const { task } = answer as { readonly task?: { readonly id: string; readonly attempt: number } };
    return task ? [{ taskId: task.id, attempt: task.attempt, answeredAt }] : [];
  });
  const givenBefore = (taskId: string, step: number): readonly number[] =>
    given.filter((each) => each.taskId === taskId && each.answeredAt < step).map(({ attempt }) => attempt);

  for (const call of calls) {
    if (call.operation !== 'completeTask' && call.operation !== 'failTask') continue;
    const { taskId, attempt } = call.request as Result;
    let last = 0;
    if (isEnd(call)) last = lastAttempts.get(taskId) ?? 0;
    else if (isAnswered(call, 'RETRYING')) last = Math.max(0, ...givenBefore(taskId, call.calledAt));
    if (last <= attempt) continue;
    return {
      sentence: `A result of attempt ${attempt} at task ${taskId} was accepted, and attempt ${last} was given out.`,
      subjects: [taskId],
      shape: `${call.operation} of an attempt that is not the last was accepted`,
    };
  }
  return undefined;
}

/**
 * A submission that was accepted with the token of an activation that had been over: a later one had been given out
 * before it was sent for the first time.
 */
export function staleSubmission({ calls, unanswered }: Evidence): Witness | undefined {
  const given = calls.flatMap(({ operation, answer, isRefused, calledAt, answeredAt }) => {
    if (operation !== 'pollWorkflow' || isRefused) return [];
    const { activation } = answer as { readonly activation?: Submission };
    return activation ? [{ ...activation, calledAt, answeredAt }] : [];
  });
  const firstSent = new Map<string, number>();
  for (const { operation, request, calledAt } of [...calls, ...unanswered]) {
    if (operation !== 'submitCommands') continue;
    const { token } = request as Submission;
    firstSent.set(token, Math.min(calledAt, firstSent.get(token) ?? calledAt));
  }
  for (const call of calls) {
    if (call.operation !== 'submitCommands' || !isAnswered(call, 'ACCEPTED')) continue;
    const { workflowId, token } = call.request as Submission;
    const own = given.find((activation) => activation.token === token);
    const sent = firstSent.get(token) ?? call.calledAt;
    const isLater = given.some(
      (other) =>
        own && other.workflowId === workflowId && own.answeredAt < other.calledAt && other.answeredAt < sent,
    );
    if (!isLater) continue;
    return {
      sentence: `An activation of ${workflowId} was accepted, and another one had been given out before it was submitted.`,
      subjects: [workflowId],
      shape: 'an activation accepted after the next one was given out',
    };
  }
  return undefined;
}

function isEnd(call: Call): boolean {
  return isAnswered(call, 'RECORDED') || isAnswered(call, 'IGNORED');
}

function isAnswered({ answer, isRefused }: Call, type: string): boolean {
  return !isRefused && (answer as { readonly type: string }).type === type;
}
