import { isDeepStrictEqual } from 'node:util';
import type { WorkflowEvent } from '../../src/events/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { activate, type AnyWorkflow } from '../../src/sdk/index.ts';

/**
 * Replays a workflow that has completed, up to its end: the code must ask for nothing that the history does not have, and
 * return what the history says. Of a workflow whose code has changed since, neither could be asked; in a run nobody has
 * changed it.
 *
 * @param history every event of the workflow, in order
 * @returns the first difference, in a sentence; undefined if there is none, or the workflow has not completed
 */
export async function replayEnd(
  definition: AnyWorkflow,
  workflowId: string,
  history: readonly WorkflowEvent[],
  clock: Pick<Clock, 'settled'>,
): Promise<string | undefined> {
  const end = history.at(-1);
  if (end?.type !== 'WORKFLOW_COMPLETED') return undefined;
  const { commands, outcome } = await activate(
    definition,
    workflowId,
    history.slice(0, -1),
    'default',
    clock,
  );
  // What was given up may have ended before anybody was told.
  const missing = commands.find(({ type }) => !type.startsWith('CANCEL_'));
  if (missing) return `the history has come to its end without a ${missing.type} that the code asks for`;
  const returned = outcome.type === 'COMPLETED' ? outcome.output : undefined;
  if (isDeepStrictEqual(returned, end.data.output)) return undefined;
  return `the history ends with ${JSON.stringify(end.data.output)}, and now the code returns ${JSON.stringify(returned)}`;
}
