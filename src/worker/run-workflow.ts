import { EngineError, type Operations, type PollWorkflowResponse } from '../engine/index.ts';
import { describeFailure, type Outcome } from '../events/index.ts';
import type { Clock } from '../ports/index.ts';
import { type AnyWorkflow, type LogLine, type PayloadCodec, WorkflowRun } from '../sdk/index.ts';
import type { KeptRuns } from './kept-runs.ts';
import { untilAnswered } from './until-answered.ts';

type Activation = NonNullable<PollWorkflowResponse['activation']>;

/** What it takes to run a workflow. */
export type WorkflowSurroundings = {
  readonly operations: Operations;
  readonly clock: Clock;
  readonly workflows: ReadonlyMap<string, AnyWorkflow>;
  readonly keptRuns: KeptRuns;
  readonly codec: PayloadCodec;
  readonly log: (line: LogLine) => void;
  readonly onError: (error: unknown) => void;
};

/**
 * Tells one workflow's code what has happened and submits what it asks for next. Code that was kept from an earlier
 * activation goes on from there; else it is replayed against the whole history.
 *
 * @returns whether it asked for anything that a worker could do.
 */
export async function runWorkflow(
  { operations, clock, workflows, keptRuns, codec, log, onError }: WorkflowSurroundings,
  { workflowId, kind, queue, token }: Activation,
): Promise<{ readonly asksForTasks: boolean; readonly asksForWorkflows: boolean }> {
  const definition = workflows.get(kind);
  if (!definition) throw new Error(`this worker has no workflow named ${kind}`);
  // Whatever goes wrong from here on, what was kept may know of commands that no history has.
  const run =
    keptRuns.take(workflowId) ?? new WorkflowRun(definition, workflowId, queue, clock, { codec, log });
  const { events } = await untilAnswered(
    () => operations.getEvents({ workflowId, after: run.seen }),
    clock,
    onError,
  );
  const { commands, outcome } = await run.resume(events);
  const lastSeenSequence = events.at(-1)?.sequence ?? run.seen;
  const submission = { workflowId, token, lastSeenSequence, commands, outcome };
  try {
    const { type } = await untilAnswered(() => operations.submitCommands(submission), clock, onError);
    if (type === 'ACCEPTED' && outcome.type === 'SUSPENDED') keptRuns.keep(workflowId, run);
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
