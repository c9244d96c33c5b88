import { asJson, type Command, DEFAULT_RETRY, type Json, type WorkflowEvent } from '../events/index.ts';
import { DeterminismViolation } from './determinism-violation.ts';
import type { TaskDefinition } from './task.ts';
import type { ScheduleOptions, TaskHandle } from './workflow.ts';

type Settle = { resolve(output: Json | undefined): void; reject(error: Error): void };

/**
 * The tasks that a workflow's code asks for during one activation. The Nth call matches the Nth TASK_SCHEDULED of
 * the history; calls beyond the history become commands.
 */
export class TaskCalls {
  readonly commands: Command[] = [];
  /** The first difference between code and history; once there is one, the activation is void. */
  violation: DeterminismViolation | undefined;

  readonly #workflowId: string;
  readonly #queue: string;
  readonly #recorded: readonly { readonly taskId: string; readonly kind: string }[];
  readonly #pending = new Map<string, Settle>();
  #calls = 0;

  constructor(workflowId: string, history: readonly WorkflowEvent[], queue: string) {
    this.#workflowId = workflowId;
    this.#queue = queue;
    this.#recorded = history.flatMap((event) => (event.type === 'TASK_SCHEDULED' ? [event.data] : []));
  }

  schedule<Input extends Json | void, Output extends Json | void>(
    task: TaskDefinition<Input, Output>,
    input: Json | void,
    options: ScheduleOptions = {},
  ): TaskHandle<Output> {
    const recorded = this.#recorded[this.#calls];
    this.#calls += 1;
    const taskId = recorded?.taskId ?? `${this.#workflowId}/task/${this.#calls}`;
    const promise = new Promise<Json | undefined>((resolve, reject) => {
      this.#pending.set(taskId, { resolve, reject });
    });
    promise.catch(() => undefined); // a failure nobody awaits is the workflow's business, not the process's
    if (recorded === undefined) {
      const payload = asJson(input);
      this.commands.push({
        type: 'SCHEDULE_TASK',
        taskId,
        kind: task.name,
        ...(payload === undefined ? {} : { input: payload }),
        queue: options.queue ?? this.#queue,
        retry: { ...DEFAULT_RETRY, ...task.retry, ...options.retry },
      });
    } else if (recorded.kind !== task.name) {
      this.violation ??= new DeterminismViolation(this.#calls, recorded.kind, task.name);
    }
    // The task's own definition states its output's type; what history holds is what that definition returned.
    return Object.assign(promise as Promise<unknown> as Promise<Output>, { taskId });
  }

  /** A task that history has and the code did not ask for, if there is one. */
  missingCall(): DeterminismViolation | undefined {
    const missing = this.#recorded[this.#calls];
    return missing && new DeterminismViolation(this.#calls + 1, missing.kind, undefined);
  }

  resolve(taskId: string, output: Json | undefined): void {
    this.#pending.get(taskId)?.resolve(output);
    this.#checkCalled(taskId);
  }

  reject(taskId: string, error: Error): void {
    this.#pending.get(taskId)?.reject(error);
    this.#checkCalled(taskId);
  }

  /** A result came for a task that the code has not asked for yet: when it was recorded, the code had. */
  #checkCalled(taskId: string): void {
    if (this.#pending.has(taskId)) return;
    const index = this.#recorded.findIndex((task) => task.taskId === taskId);
    this.violation ??= new DeterminismViolation(index + 1, this.#recorded[index]?.kind, undefined);
  }
}
