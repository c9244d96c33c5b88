import { EngineError, type Operations, type PollWorkflowResponse } from '../engine/index.ts';
import { describeFailure, type Outcome } from '../events/index.ts';
import type { Clock } from '../ports/index.ts';
import { activate, type AnyWorkflow } from '../sdk/index.ts';
import { untilAnswered } from './until-answered.ts';

type Activation = NonNullable<PollWorkflowResponse['activation']>;

/**
 * Replays one workflow against its history and submits what it asks for next.
 *
 * @returns whether it asked for tasks.
 */
export async function runWorkflow(
  operations: Operations,
  clock: Clock,
  workflows: ReadonlyMap<string, AnyWorkflow>,
  { workflowId, kind, queue, token }: Activation,
  onError: (error: unknown) => void,
): Promise<boolean> {
  const definition = workflows.get(kind);
  if (!definition) throw new Error(`this worker has no workflow named ${kind}`);
  const { events } = await untilAnswered(
    () => operations.getEvents({ workflowId, after: 0 }),
    clock,
    onError,
  );
  const { commands, outcome } = await activate(definition, workflowId, events, queue, clock);
  const lastSeenSequence = events.at(-1)?.sequence ?? 0;
  const submission = { workflowId, token, lastSeenSequence, commands, outcome };
  try {
    await untilAnswered(() => operations.submitCommands(submission), clock, onError);
  } catch (refusal) {
    if (!(refusal instanceof EngineError) || refusal.code !== 'INVALID_ARGUMENT') throw refusal;
    // Commands or an output that cannot be stored are the workflow's failure.
    const failed: Outcome = { type: 'FAILED', error: describeFailure(refusal) };
    const instead = { ...submission, commands: [], outcome: failed };
    await untilAnswered(() => operations.submitCommands(instead), clock, onError);
    return false;
  }
  return commands.length > 0;
}
