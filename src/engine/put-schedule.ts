import { databaseTime, putScheduleRow } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import type { PutScheduleRequest, PutScheduleResponse } from './operations.ts';
import { nextTime } from './schedule-times.ts';

/**
 * Makes a schedule, or replaces it. Its next run is counted from now.
 *
 * @throws {EngineError} INVALID_ARGUMENT when its times cannot be understood.
 */
export function putSchedule(
  { sql }: EnginePorts,
  schedule: PutScheduleRequest,
): Promise<PutScheduleResponse> {
  return sql.transaction(async (session) => {
    const now = await databaseTime(session);
    const nextRunAt = nextTime(schedule.id, schedule.times, now, now);
    await putScheduleRow(session, schedule, nextRunAt);
    return { nextRunAt };
  });
}
