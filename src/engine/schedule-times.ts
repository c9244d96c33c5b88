import { Cron } from 'croner';
import { EngineError } from './engine-error.ts';
import type { ScheduleTimes } from './operations.ts';

/**
 * When a schedule is due next.
 *
 * @param after in milliseconds since the Unix epoch
 * @param last when it was due last, from which intervals are counted
 * @throws {EngineError} INVALID_ARGUMENT when the expression or the time zone is none, or the schedule is never due.
 */
export function nextTime(id: string, times: ScheduleTimes, after: number, last: number): number {
  if (times.type === 'INTERVAL') {
    const intervals = Math.max(Math.floor((after - last) / times.everyMs) + 1, 1);
    return last + intervals * times.everyMs;
  }
  const next = cronTime(id, times.expression, times.timeZone, after);
  if (!next) {
    throw new EngineError('INVALID_ARGUMENT', id, `schedule ${id}: "${times.expression}" is never due again`);
  }
  return next.getTime();
}

function cronTime(id: string, expression: string, timezone: string, after: number): Date | null {
  try {
    return new Cron(expression, { timezone, paused: true }).nextRun(new Date(after));
  } catch (error) {
    throw new EngineError(
      'INVALID_ARGUMENT',
      id,
      `schedule ${id}: "${expression}" (${timezone}): ${String(error)}`,
    );
  }
}
