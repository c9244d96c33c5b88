import { destination, type Logger, pino } from 'pino';
import type { Clock } from '../ports/index.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Lines of JSON to stderr, each written at once, with the port's time. stdout is left to what commands print. */
export function stderrLog(level: (typeof LOG_LEVELS)[number], clock: Clock, name: string): Logger {
  return pino(
    {
      level,
      base: { name, pid: process.pid },
      timestamp: () => `,"time":${clock.now()}`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination({ fd: 2, sync: true }),
  );
}
