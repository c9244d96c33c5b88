import type { SimulateFailure } from './result.ts';

/** A simulation found a run that fails. Its message is the whole report; its cause is what was thrown. */
export class SimulationFailedError extends Error {
  override readonly name = 'SimulationFailedError';
  readonly failure: SimulateFailure;

  constructor(report: string, failure: SimulateFailure) {
    super(report, { cause: failure.error });
    this.failure = failure;
    // Where it happened is where the cause was thrown: test runners show the code there.
    const { stack } = failure.error instanceof Error ? failure.error : this;
    const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
    this.stack = [`${this.name}: ${report}`, ...frames].join('\n');
  }
}
