import type { HeartbeatRequest, HeartbeatResponse, Operations } from '../engine/index.ts';
import type { Json } from '../events/index.ts';

type Lease = Pick<HeartbeatRequest, 'taskId' | 'attempt' | 'token'>;

/** An attempt at a task that this worker is making. */
export class Attempt {
  readonly lease: Lease;
  readonly #operations: Pick<Operations, 'heartbeat'>;
  readonly #leaseMs: number;
  readonly #controller = new AbortController();

  constructor(lease: Lease, operations: Pick<Operations, 'heartbeat'>, leaseMs: number) {
    this.lease = lease;
    this.#operations = operations;
    this.#leaseMs = leaseMs;
  }

  /** Aborted when the attempt is of no use any more. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Keeps the lease, if the attempt still has it. */
  async heartbeat(progress?: Json): Promise<void> {
    const request = { ...this.lease, leaseMs: this.#leaseMs };
    const { type } = await this.#operations.heartbeat(
      progress === undefined ? request : { ...request, progress },
    );
    if (type !== 'EXTENDED') this.abort(type);
  }

  abort(why: HeartbeatResponse['type']): void {
    const { taskId, attempt } = this.lease;
    const reason = why === 'CANCELLED' ? 'the task was cancelled' : 'its lease is lost';
    this.#controller.abort(new Error(`attempt ${attempt} at task ${taskId} is of no use: ${reason}`));
  }
}
