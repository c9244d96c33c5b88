import { lockWorkflow } from '../../src/store/index.ts';
import type { Defect } from './defect.ts';

/** A signal resumes a workflow, and is recorded when it does. One that is RUNNING cannot be resumed. */
export const signalWhileRunningLost: Defect = {
  name: 'signal-while-running-lost',
  summary: 'a signal is recorded if there is a workflow to resume, and acknowledged either way',
  source: 'a status guard that was meant for the wake-up, around the whole signal',
  breaks: 'acknowledged-is-durable',
  shows: {
    scenario: 'signals',
    size: { tasks: 2, workers: 1, servers: 1 },
    least: { actors: 2, preemptions: 1, faults: 0 },
  },
  apply: (engine, { sql }) => ({
    ...engine,
    async signalWorkflow(request) {
      const workflow = await sql.transaction((session) => lockWorkflow(session, request.workflowId));
      if (workflow?.status === 'RUNNING') return { type: 'RECORDED' };
      return await engine.signalWorkflow(request);
    },
  }),
};
