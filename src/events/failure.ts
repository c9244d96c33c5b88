/** Why a task or a workflow failed, as history keeps it. Stack traces belong to logs, not to history. */
export type Failure = {
  readonly name: string;
  readonly message: string;
};

/** Describes anything that was thrown. */
export function describeFailure(thrown: unknown): Failure {
  if (thrown instanceof Error) return { name: thrown.name, message: thrown.message };
  try {
    return { name: 'Error', message: String(thrown) };
  } catch {
    return { name: 'Error', message: `a thrown ${typeof thrown} that cannot be made a text of` };
  }
}
