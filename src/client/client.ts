import type { Operations } from '../engine/index.ts';
import type { Failure, Json } from '../events/index.ts';
import type { Clock, Random } from '../ports/index.ts';
import type { WorkflowDefinition } from '../sdk/index.ts';

export type StartOptions = {
  /** The workflow's id; a random one by default. */
  readonly id?: string;
  /** `default` by default. */
  readonly queue?: string;
  readonly priority?: number;
  readonly idempotencyKey?: string;
};

/** A workflow that was started. */
export type WorkflowHandle<Output> = {
  readonly workflowId: string;

  /**
   * Waits for the workflow's end.
   *
   * @throws {WorkflowFailedError} when it failed.
   */
  result(): Promise<Output>;
};

export type Client = {
  start<Input extends Json | void, Output extends Json | void>(
    definition: WorkflowDefinition<Input, Output>,
    input: Input,
    options?: StartOptions,
  ): Promise<WorkflowHandle<Output>>;
};

/** A workflow ended in failure; thrown to the client that waits for it. */
export class WorkflowFailedError extends Error {
  override readonly name = 'WorkflowFailedError';
  readonly workflowId: string;
  readonly failure: Failure;

  constructor(workflowId: string, failure: Failure) {
    super(`workflow ${workflowId} failed: ${failure.name}: ${failure.message}`);
    this.workflowId = workflowId;
    this.failure = failure;
  }
}

const FIRST_POLL_MS = 100;
const LAST_POLL_MS = 5_000;

/** Starts workflows and waits for them. */
export function client(ports: {
  readonly operations: Pick<Operations, 'startWorkflow' | 'getEvents'>;
  readonly clock: Clock;
  readonly random: Random;
}): Client {
  const { operations, clock, random } = ports;

  async function result(workflowId: string): Promise<Json | undefined> {
    let after = 0;
    for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 2, LAST_POLL_MS)) {
      const { events } = await operations.getEvents({ workflowId, after });
      for (const event of events) {
        if (event.type === 'WORKFLOW_COMPLETED') return event.data.output;
        if (event.type === 'WORKFLOW_FAILED') throw new WorkflowFailedError(workflowId, event.data.error);
        after = event.sequence;
      }
      await clock.sleep(pause);
    }
  }

  return {
    async start<Input extends Json | void, Output extends Json | void>(
      definition: WorkflowDefinition<Input, Output>,
      input: Input,
      options: StartOptions = {},
    ): Promise<WorkflowHandle<Output>> {
      const { id = random.uuid(), queue = 'default', ...rest } = options;
      const request = { id, kind: definition.name, queue, ...rest };
      const { workflowId } = await operations.startWorkflow(
        input === undefined ? request : { ...request, input },
      );
      return {
        workflowId,
        // The definition states its output's type; what history holds is what that definition returned.
        result: () => result(workflowId) as Promise<Output>,
      };
    },
  };
}
