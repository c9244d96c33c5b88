import { EngineError, type Operations, type PollWorkflowResponse } from '../engine/index.ts';
import { describeFailure, type Outcome } from '../events/index.ts';
import type { Clock } from '../ports/index.ts';
import { activate, type AnyWorkflow, type LogLine, type PayloadCodec } from '../sdk/index.ts';
import { untilAnswered } from './until-answered.ts';

type Activation = NonNullable<PollWorkflowResponse['activation']>;

/** What it takes to run a workflow. */
export type WorkflowSurroundings = {
  readonly operations: Operations;
  readonly clock: Clock;
  readonly workflows: ReadonlyMap<string, AnyWorkflow>;
  readonly codec: PayloadCodec;
  readonly log: (line: LogLine) => void;
  readonly onError: (error: unknown) => void;
};

/**
 * Replays one workflow against its history and submits what it asks for next.
 *
 * @returns whether it asked for anything that a worker could do.
 */
export async function runWorkflow(
  { operations, clock, workflows, codec, log, onError }: WorkflowSurroundings,
  { workflowId, kind, queue, token }: Activation,
): Promise<{ readonly asksForTasks: boolean; readonly asksForWorkflows: boolean }> {
  const definition = workflows.get(kind);
  if (!definition) throw new Error(`this worker has no workflow named ${kind}`);
  const { events } = await untilAnswered(
    () => operations.getEvents({ workflowId, after: 0 }),
    clock,
    onError,
  );
  const { commands, outcome } = await activate(definition, workflowId, events, queue, clock, { codec, log });
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
    return { asksForTasks: false, asksForWorkflows: false };
  }
  return {
    asksForTasks: commands.some(({ type }) => type === 'SCHEDULE_TASK'),
    asksForWorkflows: commands.some(({ type }) => type === 'START_CHILD' || type === 'CANCEL_CHILD'),
  };
}
