import { describeWorkflow, selectState } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { summaryOf } from './list-workflows.ts';
import type { QueryWorkflowRequest, QueryWorkflowResponse } from './operations.ts';

/**
 * Reads how a workflow stands, and what its code has published. Its code does not run for that, and no worker is needed.
 *
 * @throws {EngineError} NOT_FOUND when there is no such workflow.
 */
export async function queryWorkflow(
  { sql }: EnginePorts,
  { workflowId }: QueryWorkflowRequest,
): Promise<QueryWorkflowResponse> {
  const workflow = await describeWorkflow(sql, workflowId);
  if (!workflow) throw new EngineError('NOT_FOUND', workflowId, `there is no workflow ${workflowId}`);
  return {
    ...summaryOf(workflow),
    ...(workflow.hasInput ? { input: workflow.input } : {}),
    ...(workflow.hasOutput ? { output: workflow.output } : {}),
    ...(workflow.error === null ? {} : { error: workflow.error }),
    state: await selectState(sql, workflowId),
  };
}
