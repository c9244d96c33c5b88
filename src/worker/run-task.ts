import { EngineError, type Operations, type PollTaskResponse } from '../engine/index.ts';
import { describeFailure, type Json } from '../events/index.ts';
import type { Clock } from '../ports/index.ts';
import {
  NonRetryableError,
  type PayloadCodec,
  type TaskContext,
  type TaskDefinition,
  validated,
  ValidationError,
} from '../sdk/index.ts';
import type { Attempt } from './attempt.ts';
import { untilAnswered } from './until-answered.ts';

/** A definition whose types nobody can see any more. */
export type AnyTask = Omit<TaskDefinition<unknown, unknown>, 'run'> & {
  readonly run: (context: TaskContext, input: never) => Promise<unknown>;
};

type ClaimedTask = NonNullable<PollTaskResponse['task']>;

/** What it takes to run a task. */
export type TaskSurroundings = {
  readonly operations: Operations;
  readonly clock: Clock;
  readonly tasks: ReadonlyMap<string, AnyTask>;
  readonly codec: PayloadCodec;
  readonly onError: (error: unknown) => void;
};

/**
 * Runs one attempt at a task and reports its result, again and again until the engine has answered. An attempt that is
 * of no use any more reports nothing.
 */
export async function runTask(
  { operations, clock, tasks, codec, onError }: TaskSurroundings,
  claimed: ClaimedTask,
  attempt: Attempt,
): Promise<void> {
  const { lease } = attempt;
  const report = (call: () => Promise<unknown>) => untilAnswered(call, clock, onError);
  const fail = (thrown: unknown) =>
    report(() =>
      operations.failTask({ ...lease, error: describeFailure(thrown), retryable: isRetryable(thrown) }),
    );

  let output: Json | undefined;
  try {
    output = await run(tasks, codec, claimed, attempt);
  } catch (thrown) {
    if (!attempt.signal.aborted) await fail(thrown);
    return;
  }
  try {
    await report(() => operations.completeTask(output === undefined ? lease : { ...lease, output }));
  } catch (refusal) {
    if (!(refusal instanceof EngineError) || refusal.code !== 'INVALID_ARGUMENT') throw refusal;
    await fail(refusal); // an output that cannot be stored is the task's failure
  }
}

async function run(
  tasks: ReadonlyMap<string, AnyTask>,
  codec: PayloadCodec,
  claimed: ClaimedTask,
  attempt: Attempt,
): Promise<Json | undefined> {
  const { id: taskId, workflowId, kind } = claimed;
  const definition = tasks.get(kind);
  if (!definition) throw new NonRetryableError(`this worker has no task named ${kind}`);
  const input = validated(definition.input, codec.decode(claimed.input), `the input of task ${kind}`);
  const context = {
    taskId,
    workflowId,
    attempt: claimed.attempt,
    signal: attempt.signal,
    heartbeat: (progress?: Json) => attempt.heartbeat(progress),
  };
  const output = await definition.run(context, input as never); // its own schema, or whoever scheduled it, has seen to its type
  return codec.encode(validated(definition.output, output, `the output of task ${kind}`));
}

function isRetryable(thrown: unknown): boolean {
  return ![NonRetryableError, EngineError, ValidationError].some((type) => thrown instanceof type);
}
