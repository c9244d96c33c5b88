import type { EnginePorts } from './engine.ts';
import type { SignalWithStartRequest, SignalWithStartResponse } from './operations.ts';
import { recordSignal } from './signal-workflow.ts';
import { createWorkflow } from './start-workflow.ts';

/** Sends a signal to a workflow, and starts it first if its id is free: all in one transaction. */
export function signalWithStart(
  { sql }: EnginePorts,
  { start, signal }: SignalWithStartRequest,
): Promise<SignalWithStartResponse> {
  return sql.transaction(async (session) => {
    const created = await createWorkflow(session, start);
    return { created, ...(await recordSignal(session, start.id, signal)) };
  });
}
