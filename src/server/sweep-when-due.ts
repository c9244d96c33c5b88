import type { Operations } from '../engine/index.ts';
import type { Command } from '../events/index.ts';
import type { Clock } from '../ports/index.ts';
import type { Sweeper } from './sweeper.ts';

/**
 * Operations after which a sweeper knows when there will be something to sweep: a timer of 50 ms fires after 50 ms, not
 * when the next round would have come. What other replicas make due is left to the rounds.
 */
export function sweepWhenDue(
  operations: Operations,
  sweeper: Pick<Sweeper, 'expect'>,
  clock: Pick<Clock, 'now'>,
): Operations {
  const expectIn = (ms: number | undefined): void => {
    if (ms !== undefined) sweeper.expect(ms);
  };
  return {
    ...operations,
    async submitCommands(request) {
      const answer = await operations.submitCommands(request);
      for (const command of request.commands) expectIn(dueIn(command, clock));
      return answer;
    },
    async startTask(request) {
      const answer = await operations.startTask(request);
      expectIn(request.timeoutMs);
      return answer;
    },
    async putSchedule(request) {
      const answer = await operations.putSchedule(request);
      expectIn(answer.nextRunAt - clock.now());
      return answer;
    },
  };
}

/** Milliseconds until a sweep has to see to what a command has made; undefined if none ever has to. */
function dueIn(command: Command, clock: Pick<Clock, 'now'>): number | undefined {
  switch (command.type) {
    case 'START_TIMER':
      return 'delayMs' in command ? command.delayMs : command.fireAt - clock.now();
    case 'CREATE_PROMISE':
    case 'SCHEDULE_TASK':
      return command.timeoutMs;
    default:
      return undefined;
  }
}
