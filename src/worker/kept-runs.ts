import type { WorkflowRun } from '../sdk/index.ts';

/** Runs of workflows that wait, so that their code need not be replayed: the most recent ones, and so many of them. */
export class KeptRuns {
  readonly #most: number;
  readonly #runs = new Map<string, WorkflowRun>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Gives a run away: it is not kept any longer. */
  take(workflowId: string): WorkflowRun | undefined {
    const run = this.#runs.get(workflowId);
    this.#runs.delete(workflowId);
    return run;
  }

  /** Everything that the run has asked for must be in the history. */
  keep(workflowId: string, run: WorkflowRun): void {
    this.#runs.set(workflowId, run);
    for (const [oldest] of this.#runs) {
      if (this.#runs.size <= this.#most) return;
      this.#runs.delete(oldest);
    }
  }
}
