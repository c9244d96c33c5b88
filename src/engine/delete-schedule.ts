import { deleteScheduleRow } from '../store/index.ts';
import type { EnginePorts } from './engine.ts';
import { EngineError } from './engine-error.ts';
import type { Nothing, ScheduleAddress } from './operations.ts';

/**
 * Removes a schedule. Workflows that it has started go on.
 *
 * @throws {EngineError} NOT_FOUND when there is no such schedule.
 */
export async function deleteSchedule(
  { sql }: EnginePorts,
  { scheduleId }: ScheduleAddress,
): Promise<Nothing> {
  if (await deleteScheduleRow(sql, scheduleId)) return {};
  throw new EngineError('NOT_FOUND', scheduleId, `there is no schedule ${scheduleId}`);
}
