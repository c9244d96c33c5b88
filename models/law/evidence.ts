import type { EndTaskResponse } from '../../src/engine/index.ts';
import type { EventType, TaskStatus, WorkflowStatus } from '../../src/events/index.ts';

/** What a run left behind, as far as laws look at it. */
export type Evidence = {
  readonly workflows: readonly { readonly id: string; readonly status: WorkflowStatus }[];
  readonly tasks: readonly {
    readonly id: string;
    readonly workflowId: string | null;
    readonly status: TaskStatus;
    /** It ended after its workflow had: kept with the task, not in the history. */
    readonly ignored: boolean;
  }[];
  /** Ordered by workflow and sequence. */
  readonly events: readonly {
    readonly workflowId: string;
    readonly sequence: number;
    readonly type: EventType;
    readonly data: { readonly taskId?: string };
  }[];
  /** What workers were told of the results they reported, in order. */
  readonly acknowledged: readonly {
    readonly operation: 'completeTask' | 'failTask';
    readonly taskId: string;
    readonly answer: EndTaskResponse['type'];
  }[];
  /** Clients whose scenario ended otherwise than it must, and how. */
  readonly failures: readonly { readonly actor: string; readonly message: string }[];
  /** How the run ended: `finished` when every actor had ended. */
  readonly end: 'finished' | 'stuck' | 'exhausted';
  /** Virtual milliseconds that passed. */
  readonly elapsedMs: number;
};
