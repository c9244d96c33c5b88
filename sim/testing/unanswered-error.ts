/** A test waits for something that can never happen: for the result of a workflow that waits, most likely. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
  /** Workflows that have not ended, and how they stand. */
  readonly open: readonly { readonly workflowId: string; readonly status: string }[];

  constructor(open: UnansweredError['open']) {
    const told = open.map(({ workflowId, status }) => `  workflow ${workflowId} is ${status}`);
    super(['the test still waits, and nothing will ever happen any more', ...told].join('\n'));
    this.open = open;
  }
}
