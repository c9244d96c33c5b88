import type { Json } from './json.ts';

/** Why a task or a workflow failed, as history keeps it. Stack traces belong to logs, not to history. */
export type Failure = {
  readonly name: string;
  readonly message: string;
  /** Whatever else the error chose to tell, for example an error code. */
  readonly detail?: Json;
};

/** Describes anything that was thrown. */
export function describeFailure(thrown: unknown): Failure {
  if (thrown instanceof Error) return { name: thrown.name, message: thrown.message };
  return { name: 'Error', message: String(thrown) };
}
