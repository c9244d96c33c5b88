import { dueTimers, nextTimer, setTimerFired, type TimerAddress } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { SweepRequest, SweepResponse } from './operations.ts';
import { sweep } from './sweep.ts';
import { endAwaited, lockById } from './tell-workflow.ts';

/** Fires the timers that are due, each in a transaction of its own. */
export function fireTimers(ports: EnginePorts, request: SweepRequest): Promise<SweepResponse> {
  return sweep(ports, request, {
    find: dueTimers,
    next: nextTimer,
    handle: (timer) => fireTimer(ports, timer),
  });
}

function fireTimer({ sql }: EnginePorts, timer: TimerAddress): Promise<boolean> {
  return sql.transaction(async (session) => {
    const workflow = await lockById(session, timer.workflowId);
    if (!workflow) return false;
    const event = { type: 'TIMER_FIRED', data: { timerId: timer.timerId } } as const;
    const told = await endAwaited(session, workflow, event, (ignored) =>
      setTimerFired(session, timer, ignored),
    );
    return told !== undefined;
  });
}
