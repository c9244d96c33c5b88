import type { SubmitCommandsRequest, SubmitCommandsResponse } from '../../src/engine/index.ts';
import type { LockedWorkflow } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';
import { answerUnleased, submitJudging } from './submission.ts';

/**
 * A submission counts if its workflow is RUNNING, whoever it is that runs it. A worker whose lease was taken back ends
 * the activation of the one that has it now.
 */
export const staleSubmit: Defect = {
  name: 'stale-submit',
  summary: 'a submission is fenced by the status of its workflow, not by the token of its lease',
  source: 'a status taken for a lease',
  breaks: 'one-owner',
  shows: {
    scenario: 'takeover',
    size: { tasks: 1, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    submitCommands: (request) =>
      submitJudging(sql, request, (_, { before }) => before > request.lastSeenSequence, answerIdle),
  }),
};

function answerIdle(
  workflow: LockedWorkflow,
  request: SubmitCommandsRequest,
): SubmitCommandsResponse | undefined {
  return workflow.status === 'RUNNING' ? undefined : answerUnleased(workflow, request);
}
