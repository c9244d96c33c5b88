import type { WorkflowEvent } from '../../src/events/index.ts';
import type { RunResult } from '../campaign/index.ts';

/** A generated workflow did not come to what it must. Its message says what is wrong, and has every history. */
export class WorkflowFailedError extends Error {
  override readonly name = 'WorkflowFailedError';
  /** What is wrong, in sentences. */
  readonly wrong: readonly string[];
  readonly run: RunResult;

  constructor(
    wrong: readonly string[],
    histories: ReadonlyMap<string, readonly WorkflowEvent[]>,
    run: RunResult,
  ) {
    const events = [...histories].flatMap(([id, history]) => [
      `history of ${id}:`,
      ...history.map(({ sequence, type, data }) => `  ${sequence}  ${type} ${JSON.stringify(data)}`),
    ]);
    super([...wrong, ...events].join('\n'));
    this.wrong = wrong;
    this.run = run;
  }
}
