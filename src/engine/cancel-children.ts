import {
  type ChildAddress,
  childrenToCancel,
  isChildToCancel,
  runsToCancel,
  type ScheduledWorkflow,
  setChildTold,
  setRunTold,
} from '../store/index.ts';
import { cancelWorkflow } from './cancel-workflow.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { SweepRequest, SweepResponse } from './operations.ts';
import { sweep } from './sweep.ts';

/** Asks workflows to cancel that their parents have given up, or that are to make room for the next run of a schedule. */
export async function cancelChildren(ports: EnginePorts, request: SweepRequest): Promise<SweepResponse> {
  const children = await sweep(ports, request, {
    find: childrenToCancel,
    handle: (child) => cancelChild(ports, child),
  });
  const runs = await sweep(ports, request, {
    find: runsToCancel,
    handle: (run) => cancelRun(ports, run),
  });
  const count = children.count + runs.count;
  return { ...children, ...runs, count };
}

/** Asks a child to cancel, if its parent gave it up: a workflow cancels no other ones. That it has been told is written afterwards: to be asked twice does no harm. */
export async function cancelChild(ports: EnginePorts, child: ChildAddress): Promise<boolean> {
  if (!(await isChildToCancel(ports.sql, child))) return false;
  await askToCancel(ports, child.childId, `its parent ${child.workflowId} has cancelled it`);
  await setChildTold(ports.sql, child);
  return true;
}

async function cancelRun(ports: EnginePorts, run: ScheduledWorkflow): Promise<boolean> {
  await askToCancel(ports, run.workflowId, `schedule ${run.scheduleId} starts the next one`);
  await setRunTold(ports.sql, run);
  return true;
}

async function askToCancel(ports: EnginePorts, workflowId: string, reason: string): Promise<void> {
  try {
    await cancelWorkflow(ports, { workflowId, reason });
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'NOT_FOUND') throw error; // deleted: it has ended, too
  }
}
