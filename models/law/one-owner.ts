import type { Evidence } from './evidence.ts';
import type { Law, Witness } from './law.ts';
import { sharedLease } from './shared-lease.ts';
import { staleResult, staleSubmission } from './stale-lease.ts';

/** Every lease is given to one worker and left to it, and only who holds the lease ends an attempt or an activation. */
export const oneOwner: Law = {
  name: 'one-owner',
  statement:
    'An attempt or an activation is given to one worker, left to it as long as it was told, and ended once, by the one that holds it.',
  check(evidence) {
    return (
      sharedAttempt(evidence) ??
      sharedLease(evidence) ??
      endedTwice(evidence) ??
      staleResult(evidence) ??
      staleSubmission(evidence) ??
      tooManySubmissions(evidence)
    );
  },
};

function sharedAttempt({ calls }: Evidence): Witness | undefined {
  const granted = new Set<string>();
  for (const { operation, answer, isRefused } of calls) {
    if (operation !== 'pollTask' || isRefused) continue;
    const { task } = answer as { readonly task?: { readonly id: string; readonly attempt: number } };
    if (!task) continue;
    const attempt = `attempt ${task.attempt} at task ${task.id}`;
    if (!granted.has(attempt)) {
      granted.add(attempt);
      continue;
    }
    return {
      sentence: `Two workers were given ${attempt}.`,
      subjects: [task.id],
      shape: 'one attempt given to two workers',
    };
  }
  return undefined;
}

function endedTwice({ acknowledged }: Evidence): Witness | undefined {
  const ended = new Set<string>();
  for (const { taskId, answer } of acknowledged) {
    if (answer !== 'RECORDED' && answer !== 'IGNORED') continue;
    if (!ended.has(taskId)) {
      ended.add(taskId);
      continue;
    }
    return {
      sentence: `Two results of task ${taskId} were accepted.`,
      subjects: [taskId],
      shape: 'two results of one task accepted',
    };
  }
  return undefined;
}

function tooManySubmissions({ calls, events }: Evidence): Witness | undefined {
  const tokens = new Map<string, Set<string>>();
  for (const { operation, request, answer, isRefused } of calls) {
    if (operation !== 'submitCommands' || isRefused) continue;
    const { workflowId, token } = request as { readonly workflowId: string; readonly token: string };
    if ((answer as { readonly type: string }).type !== 'ACCEPTED') continue;
    const known = tokens.get(workflowId) ?? new Set();
    tokens.set(workflowId, known.add(token));
  }
  for (const [workflowId, { size }] of tokens) {
    const batches = events.filter(
      (event) => event.workflowId === workflowId && ENDS_ACTIVATION.has(event.type),
    );
    if (size <= batches.length) continue;
    return {
      sentence: `${size} activations of ${workflowId} were accepted, and its history holds the ends of ${batches.length}.`,
      subjects: [workflowId],
      shape: 'an accepted activation is not in the history',
    };
  }
  return undefined;
}

const ENDS_ACTIVATION: ReadonlySet<string> = new Set([
  'WORKFLOW_SUSPENDED',
  'WORKFLOW_COMPLETED',
  'WORKFLOW_FAILED',
  'WORKFLOW_CANCELLED',
]);
