import { EngineError, type Operations, type PollTaskResponse } from '../engine/index.ts';
import { asJson, describeFailure, type Json } from '../events/index.ts';
import type { Clock } from '../ports/index.ts';
import { NonRetryableError, type TaskDefinition } from '../sdk/index.ts';
import { untilAnswered } from './until-answered.ts';

/** A definition whose types nobody can see any more: inputs and outputs are JSON. */
export type AnyTask = TaskDefinition<never, Json | void>;

type ClaimedTask = NonNullable<PollTaskResponse['task']>;

/** Runs one attempt at a task and reports its result, again and again until the engine has answered. */
export async function runTask(
  operations: Operations,
  clock: Clock,
  tasks: ReadonlyMap<string, AnyTask>,
  claimed: ClaimedTask,
  onError: (error: unknown) => void,
): Promise<void> {
  const { id: taskId, kind, attempt, token, input } = claimed;
  const lease = { taskId, attempt, token };
  const report = (call: () => Promise<unknown>) => untilAnswered(call, clock, onError);
  const fail = (thrown: unknown) => {
    const retryable = !(thrown instanceof NonRetryableError || thrown instanceof EngineError);
    return report(() => operations.failTask({ ...lease, error: describeFailure(thrown), retryable }));
  };

  let output: Json | undefined;
  try {
    const definition = tasks.get(kind);
    if (!definition) throw new NonRetryableError(`this worker has no task named ${kind}`);
    // The input's type was checked where the task was scheduled; here it is JSON.
    output = asJson(await definition.run({ taskId, attempt }, input as never));
  } catch (thrown) {
    await fail(thrown);
    return;
  }
  try {
    await report(() => operations.completeTask(output === undefined ? lease : { ...lease, output }));
  } catch (refusal) {
    if (!(refusal instanceof EngineError) || refusal.code !== 'INVALID_ARGUMENT') throw refusal;
    await fail(refusal); // an output that cannot be stored is the task's failure
  }
}
