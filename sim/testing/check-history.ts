import type { WorkflowEvent } from '../../src/events/index.ts';
import { systemClock } from '../../src/ports/system/index.ts';
import { type AnyWorkflow, type PayloadCodec, replayHistory } from '../../src/sdk/index.ts';

/** A workflow's history, as `skein history --json` prints it. */
export type RecordedHistory = { readonly workflowId: string; readonly events: readonly WorkflowEvent[] };

/** Today's code does not do what a history says was done. A server's workflows would fail with it. */
export class HistoryDiffersError extends Error {
  override readonly name = 'HistoryDiffersError';

  constructor(workflowId: string, kind: string, difference: string) {
    super(`workflow ${workflowId} of kind ${kind} does not replay: ${difference}`);
  }
}

/**
 * Replays a recorded history against today's code, for a test that runs before the code is deployed: every activation
 * must ask for what it asked for then.
 *
 * @param definitions today's; the one that the history names must be among them
 * @param codec the one that the workers use
 * @throws {HistoryDiffersError} when the code does something else, telling both sides and where
 */
export async function checkHistory(
  definitions: readonly AnyWorkflow[],
  { workflowId, events }: RecordedHistory,
  codec?: PayloadCodec,
): Promise<void> {
  const started = events[0];
  if (started?.type !== 'WORKFLOW_STARTED') {
    throw new TypeError(`the history of ${workflowId} does not begin with WORKFLOW_STARTED`);
  }
  const { kind } = started.data;
  const definition = definitions.find(({ name }) => name === kind);
  if (!definition)
    throw new HistoryDiffersError(workflowId, kind, 'there is no definition of that kind any more');
  const difference = await replayHistory(definition, workflowId, events, systemClock, codec);
  if (difference !== undefined) throw new HistoryDiffersError(workflowId, kind, difference);
}
