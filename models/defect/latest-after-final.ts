import { createEngine } from '../../src/engine/index.ts';
import type { Defect } from './defect.ts';
import { submitThenRecheck } from './submission.ts';
import { underAdvisoryLock } from './under-advisory-lock.ts';
import { readLastSequence } from './unfenced-completion.ts';

/**
 * The second fix: completions and submissions append in turns, under an advisory lock, and a submission that has let
 * its workflow wait looks whether the history goes on after its batch. An event that got in just before the batch,
 * while the activation ran, is not after it: 7 > 7 is false, and nobody wakes the workflow.
 */
export const latestAfterFinal: Defect = {
  name: 'latest-after-final',
  summary: 'once it waits, a workflow is resumed for events after its batch, but not for those before it',
  source: 'third rung of the ladder: the second fix of the original handler',
  breaks: 'live',
  shows: {
    scenario: 'fan-out',
    size: { tasks: 2, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, ports) => ({
    ...engine,
    async completeTask(request) {
      const { workflowId } = await engine.getTask(request);
      const sql = workflowId === undefined ? ports.sql : underAdvisoryLock(ports.sql, workflowId);
      return await createEngine({ ...ports, sql }).completeTask(request);
    },
    submitCommands(request) {
      const sql = underAdvisoryLock(ports.sql, request.workflowId);
      return submitThenRecheck(
        sql,
        request,
        async ({ last }) => (await readLastSequence(sql, request.workflowId)) > last,
      );
    },
  }),
};
