import { selectRuns, selectSchedule } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { GetScheduleResponse, ScheduleAddress, ScheduleTimes } from './operations.ts';

const RUNS = 20;

/**
 * Reads a schedule and its last runs.
 *
 * @throws {EngineError} NOT_FOUND when there is no such schedule.
 */
export async function getSchedule(
  { sql }: EnginePorts,
  { scheduleId }: ScheduleAddress,
): Promise<GetScheduleResponse> {
  const row = await selectSchedule<ScheduleTimes>(sql, scheduleId);
  if (!row) throw new EngineError('NOT_FOUND', scheduleId, `there is no schedule ${scheduleId}`);
  const { id, times, kind, queue, hasInput, input, overlap, missed, nextRunAt } = row;
  const runs = await selectRuns(sql, scheduleId, RUNS);
  return {
    id,
    times,
    kind,
    queue,
    ...(hasInput ? { input } : {}),
    overlap,
    missed,
    nextRunAt,
    runs: runs.map(({ runAt, type, workflowId }) => ({
      runAt,
      type,
      ...(workflowId === null ? {} : { workflowId }),
    })),
  };
}
