import type { Operations, PollTaskResponse } from '../engine/index.ts';
import { describeFailure, type Json } from '../events/index.ts';
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
  const report = await outcomeOf();
  await untilAnswered(report, clock, onError);

  async function outcomeOf(): Promise<() => Promise<unknown>> {
    const lease = { taskId, attempt, token };
    try {
      const definition = tasks.get(kind);
      if (!definition) throw new NonRetryableError(`this worker has no task named ${kind}`);
      // The input's type was checked where the task was scheduled; here it is JSON.
      const output = await definition.run({ taskId, attempt }, input as never);
      return () => operations.completeTask(output === undefined ? lease : { ...lease, output });
    } catch (thrown) {
      const retryable = !(thrown instanceof NonRetryableError);
      return () => operations.failTask({ ...lease, error: describeFailure(thrown), retryable });
    }
  }
}
